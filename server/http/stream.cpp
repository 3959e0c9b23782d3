#include "server/http/stream.hpp"

#include <sys/socket.h>

#include <cerrno>

#include "server/http/wipe.hpp"

namespace passerby::http {

namespace {

using State = Moved::State;

Moved moved(ssize_t count) {
    if (count >= 0) return {State::some, static_cast<std::size_t>(count)};
    return {errno == EAGAIN || errno == EWOULDBLOCK ? State::later : State::failed};
}

Moved receive_from(const Descriptor& socket, std::span<char> into) {
    for (;;) {
        const ssize_t count = ::recv(socket.number(), into.data(), into.size(), 0);
        if (count < 0 && errno == EINTR) continue;
        return count == 0 ? Moved{State::ended} : moved(count);
    }
}

Moved send_to(const Descriptor& socket, std::string_view bytes) {
    for (;;) {
        const ssize_t count = ::send(socket.number(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (count >= 0 || errno != EINTR) return moved(count);
    }
}

}  // namespace

Moved Stream::receive(std::span<char> into) {
    return tls_ ? tls_->receive(into) : receive_from(socket_, into);
}

Moved Stream::send(std::string_view bytes) {
    return tls_ ? tls_->send(bytes) : send_to(socket_, bytes);
}

State Stream::finish() {
    if (const State said = tls_ ? tls_->finish() : State::some; said != State::some) return said;
    return ::shutdown(socket_.number(), SHUT_WR) == 0 ? State::some : State::failed;
}

// Under TLS too these are the socket's bytes: what nobody reads need not be decrypted.
Moved Stream::drop(std::span<char> scratch) {
    const Moved got = receive_from(socket_, scratch);
    wipe(scratch.first(got.bytes));
    return got;
}

}  // namespace passerby::http
