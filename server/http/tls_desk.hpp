// What the TLS sessions of one thread share: the identity that new ones show, and room for buffers. Owned by
// that thread.
//
// A session needs 34 KB for records, at work and for a moment after, so that it does not take and wipe them
// for each request. One that rests, and each beyond a bound, has none.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "server/http/tls_identity.hpp"
#include "server/http/tls_session.hpp"

namespace passerby::http {

class TlsDesk {
  public:
    TlsDesk() = default;
    TlsDesk(const TlsDesk&) = delete;
    TlsDesk& operator=(const TlsDesk&) = delete;

    // Connections accepted from now on speak TLS.
    void use(const TlsDoor& door);
    // Null where plain text is spoken. Throws std::bad_alloc.
    std::unique_ptr<TlsSession> greet(int socket);

    void tick();

    // Of a session: it has worked, it is gone.
    void note_use(TlsSession& session);
    void forget(const TlsSession& session);

    static constexpr std::uint32_t nowhere = UINT32_MAX;

  private:
    void remove(const TlsSession& session);

    const TlsDoor* door_ = nullptr;
    std::vector<TlsSession*> warm_;
    std::uint32_t now_ = 0;
};

}  // namespace passerby::http
