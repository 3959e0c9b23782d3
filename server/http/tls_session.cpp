#include "server/http/tls_session.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>

#include <new>
#include <utility>

#include "server/http/tls_desk.hpp"

namespace passerby::http {

using State = Moved::State;

void TlsSession::Freeing::operator()(ssl_st* ssl) const {
    ::SSL_free(ssl);
}

TlsSession::TlsSession(const TlsIdentity& identity, int socket, TlsDesk& desk)
    : ssl_(::SSL_new(identity.context())), desk_(desk), place_(TlsDesk::nowhere) {
    if (!ssl_ || ::SSL_set_fd(ssl_.get(), socket) != 1) {
        ::ERR_clear_error();
        throw std::bad_alloc();
    }
    ::SSL_set_accept_state(ssl_.get());
}

TlsSession::~TlsSession() {
    if (!over_ && !unsent_ && ::SSL_is_init_finished(ssl_.get()) == 1) finish();
    desk_.forget(*this);
}

// Reads on while there is something that the socket would not tell of: the rest of a record, and records
// that came along with it.
Moved TlsSession::receive(std::span<char> into) {
    holds_more_ = false;
    std::size_t had = 0;
    State state = std::exchange(untold_, State::some);
    while (state == State::some && had < into.size()) {
        std::size_t count = 0;
        const int result = ::SSL_read_ex(ssl_.get(), into.data() + had, into.size() - had, &count);
        had += count;
        met_ = met_ || result == 1;
        if (result != 1) state = after_failed(result, SSL_ERROR_WANT_READ);
        if (result == 1 && ::SSL_has_pending(ssl_.get()) == 0) break;
    }
    desk_.note_use(*this);
    if (had == 0) return {state};
    if (state == State::ended || state == State::failed) untold_ = state;
    holds_more_ = untold_ != State::some || (state == State::some && ::SSL_has_pending(ssl_.get()) == 1);
    return {State::some, had};
}

// One record after the other, until the socket takes no more.
Moved TlsSession::send(std::string_view bytes) {
    std::size_t sent = 0;
    State state = State::some;
    while (state == State::some && sent < bytes.size()) {
        std::size_t count = 0;
        const int result = ::SSL_write_ex(ssl_.get(), bytes.data() + sent, bytes.size() - sent, &count);
        sent += count;
        if (result != 1) state = after_failed(result, SSL_ERROR_WANT_WRITE);
    }
    unsent_ = state == State::later;
    desk_.note_use(*this);
    return {state == State::failed || sent == 0 ? state : State::some, sent};
}

// `usual`: what it would wait for if it did what its caller asked, and nothing of its own.
State TlsSession::after_failed(int result, int usual) {
    const int error = ::SSL_get_error(ssl_.get(), result);
    crosswise_ = error != usual;
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return State::later;
    crosswise_ = false;
    if (error == SSL_ERROR_ZERO_RETURN) return State::ended;
    over_ = true;
    ::ERR_clear_error();
    return State::failed;
}

State TlsSession::finish() {
    if (over_) return State::failed;
    const int result = ::SSL_shutdown(ssl_.get());
    if (result < 0) return after_failed(result, SSL_ERROR_WANT_WRITE);
    over_ = true;
    return State::some;
}

void TlsSession::release_buffers() {
    ::SSL_free_buffers(ssl_.get());
}

}  // namespace passerby::http
