// What a connection reads from and writes to: its socket, as it is or by way of TLS. Never waits.
//
// In plain text it is the socket and a null pointer.
#pragma once

#include <memory>
#include <span>
#include <string_view>

#include "server/http/moved.hpp"
#include "server/http/socket.hpp"
#include "server/http/tls_desk.hpp"
#include "server/http/tls_session.hpp"

namespace passerby::http {

class Stream {
  public:
    Stream(Descriptor socket, TlsDesk& desk)
        : socket_(std::move(socket)), tls_(desk.greet(socket_.number())) {}

    // `ended`: the peer will send nothing more.
    Moved receive(std::span<char> into);
    Moved send(std::string_view bytes);
    // Tells the peer that nothing more will be sent; may have to be said again, when `later`.
    Moved::State finish();
    // Takes what the peer still sends and shows it to nobody; only once finished.
    Moved drop(std::span<char> scratch);

    bool is_plain() const { return tls_ == nullptr; }
    // Something is here already, of which the socket will not tell.
    bool holds_more() const { return tls_ && tls_->holds_more(); }
    // The last `later` waits for the socket's other direction.
    bool waits_crosswise() const { return tls_ && tls_->waits_crosswise(); }
    // It failed before there was anything to read.
    bool never_met() const { return tls_ && !tls_->met(); }

    const Descriptor& socket() const { return socket_; }

  private:
    Descriptor socket_;
    std::unique_ptr<TlsSession> tls_;  // goes before the socket, with a word to the peer
};

}  // namespace passerby::http
