// A server as the guest of an Asio loop that waits for other things too, as the control thread does.
//
// Asio waits for the server's set of sockets as for one descriptor, and for its ticks; the server then works
// without waiting itself. Belongs to the thread that runs the io_context.
#pragma once

#include <memory>

#include "server/http/server.hpp"

namespace boost::asio {
class io_context;
}

namespace passerby::http {

class HostedServer {
  public:
    // All of these outlive it.
    HostedServer(boost::asio::io_context& host, const Limits& limits, Handler& handler, Occupancy& occupancy);
    ~HostedServer();
    HostedServer(const HostedServer&) = delete;
    HostedServer& operator=(const HostedServer&) = delete;

    void listen(Descriptor listening);
    void speak_tls(const TlsDoor& door);
    // After the host ran out of memory, when nobody knows what is still waited for.
    void wait_again();
    // Drops all connections and waits for nothing any more: the host can run out of work.
    void stop();

  private:
    class Visit;
    std::unique_ptr<Visit> visit_;
};

}  // namespace passerby::http
