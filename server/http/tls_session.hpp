// TLS on one connection, directly on its socket: bytes of HTTP on this side, records on the other.
//
// The handshake happens by itself in the first receives. Owned by a stream, which belongs to a thread.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "server/http/moved.hpp"
#include "server/http/tls_identity.hpp"

extern "C" {
struct ssl_st;
}

namespace passerby::http {

class TlsDesk;

class TlsSession {
  public:
    // Throws std::bad_alloc.
    TlsSession(const TlsIdentity& identity, int socket, TlsDesk& desk);
    // Says goodbye, where that can be done without waiting.
    ~TlsSession();
    TlsSession(const TlsSession&) = delete;
    TlsSession& operator=(const TlsSession&) = delete;

    // As many records as there are and as fit.
    Moved receive(std::span<char> into);
    Moved send(std::string_view bytes);
    Moved::State finish();

    // Something is here already, of which the socket will not tell.
    bool holds_more() const { return holds_more_; }
    // The last `later` waits for the socket's other direction.
    bool waits_crosswise() const { return crosswise_; }
    // Whether the handshake got so far that anything could be read.
    bool met() const { return met_; }

  private:
    friend class TlsDesk;
    // Gives the buffers for records back until they are needed again.
    void release_buffers();
    Moved::State after_failed(int result, int usual);

    struct Freeing {
        void operator()(ssl_st* ssl) const;
    };
    std::unique_ptr<ssl_st, Freeing> ssl_;
    TlsDesk& desk_;
    std::uint32_t used_at_ = 0;                 // of the desk, like the next: the tick,
    std::uint32_t place_;                       // and the place among those that keep their buffers
    Moved::State untold_ = Moved::State::some;  // how the peer's bytes ended, while some are still to be told
    bool holds_more_ = false;
    bool crosswise_ = false;
    bool unsent_ = false;  // of a record
    bool met_ = false;
    bool over_ = false;  // broken, or finished: nothing more may be said
};

}  // namespace passerby::http
