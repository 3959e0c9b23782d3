// Whoever started the process and wants to hear how it is: systemd, at the socket named in NOTIFY_SOCKET.
// Where there is none, everything here does nothing.
//
// A datagram of a few lines (sd_notify(3)) is all that libsystemd would send, and it would bring three
// libraries for that. Immutable once made; may be used by any thread.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace passerby {

class Supervisor {
  public:
    Supervisor();
    ~Supervisor();
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    // `status` is for people: what `systemctl status` shows.
    void ready(std::string_view status) const;
    void reloading() const;  // until ready() again
    void stopping() const;
    void alive() const;

    // Without alive() for this long the process is ended and started anew; zero: nobody watches.
    std::chrono::milliseconds patience() const { return patience_; }

  private:
    void say(const std::string& lines) const;

    int socket_ = -1;
    std::chrono::milliseconds patience_{0};
};

}  // namespace passerby
