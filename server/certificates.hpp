// The certificates of both listeners: loaded before anything is served, and again when the operator asks.
//
// Where there was one, a bad one changes nothing. Owned by the control thread; connections look at the doors.
#pragma once

#include <string>

#include "server/http/tls_identity.hpp"
#include "server/log.hpp"
#include "server/options.hpp"

namespace passerby {

class Certificates {
  public:
    Certificates(const Options& options, const Log& log);

    // Empty, or why the server cannot start.
    std::string load();
    // What is wrong is only logged.
    void reload();

    // Null: that listener speaks plain text.
    const http::TlsDoor* public_door() const { return public_.door_if_any(); }
    const http::TlsDoor* admin_door() const { return admin_.door_if_any(); }

  private:
    struct Listener {
        std::string_view key;  // of the configuration
        const TlsFiles& files;
        http::TlsDoor door;
        const http::TlsDoor* door_if_any() const { return files.named() ? &door : nullptr; }
    };
    http::TlsIdentity::Wrong load(Listener& listener);
    void log_loaded(const Listener& listener, const http::TlsIdentity& identity) const;

    const Log& log_;
    Listener public_, admin_;
};

}  // namespace passerby
