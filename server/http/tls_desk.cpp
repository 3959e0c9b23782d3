#include "server/http/tls_desk.hpp"

#include "server/http/limits.hpp"

namespace passerby::http {

void TlsDesk::use(const TlsDoor& door) {
    warm_.reserve(limits::warm_sessions_max);
    door_ = &door;
}

std::unique_ptr<TlsSession> TlsDesk::greet(int socket) {
    if (door_ == nullptr) return nullptr;
    return std::make_unique<TlsSession>(*door_->shown(), socket, *this);
}

// Who has not worked since the tick before.
void TlsDesk::tick() {
    ++now_;
    for (std::size_t i = warm_.size(); i > 0; --i) {
        TlsSession& session = *warm_[i - 1];
        if (now_ - session.used_at_ < 2) continue;
        session.release_buffers();
        remove(session);
        session.place_ = nowhere;
    }
}

void TlsDesk::note_use(TlsSession& session) {
    session.used_at_ = now_;
    if (session.place_ != nowhere) return;
    if (warm_.size() == limits::warm_sessions_max) return session.release_buffers();
    session.place_ = static_cast<std::uint32_t>(warm_.size());
    warm_.push_back(&session);
}

void TlsDesk::forget(const TlsSession& session) {
    if (session.place_ != nowhere) remove(session);
}

void TlsDesk::remove(const TlsSession& session) {
    TlsSession* const last = warm_.back();
    warm_[session.place_] = last;
    last->place_ = session.place_;
    warm_.pop_back();
}

}  // namespace passerby::http
