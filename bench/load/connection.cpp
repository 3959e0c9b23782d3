#include "bench/load/connection.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/uio.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string>
#include <utility>

namespace passerby::load {

namespace {

constexpr std::size_t parts_max = 64;  // requests of one send
constexpr std::size_t record_bytes = 16u << 10;

bool would_block(int error) {
    return error == EAGAIN || error == EWOULDBLOCK || error == EINTR;
}

Failure failure_of(int error) {
    switch (error) {
        case ECONNREFUSED: return Failure::refused;
        case ECONNRESET:
        case EPIPE: return Failure::reset;
        case ETIMEDOUT: return Failure::timeout;
        case EPROTO: return Failure::handshake;
        default: return Failure::unreachable;
    }
}

}  // namespace

Connection::Connection(unsigned depth, ResponseReader::Bodies bodies) : reader_(bodies), ring_(depth) {}

// One registration for its whole life: edges of either kind are told, and nothing is re-armed.
Connection::Progress Connection::begin(const Target& target, const TlsClient* tls, int set) {
    descriptor_ = ::socket(target.address.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (descriptor_ < 0) { return fail(errno); }
    const int on = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const auto* const address = reinterpret_cast<const sockaddr*>(&target.address);
    if (::connect(descriptor_, address, target.address_size) != 0 && errno != EINPROGRESS) {
        return fail(errno);
    }
    epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET;
    event.data.ptr = this;
    if (::epoll_ctl(set, EPOLL_CTL_ADD, descriptor_, &event) != 0) { return fail(errno); }
    if (tls != nullptr) { tls_ = std::make_unique<TlsLink>(*tls, descriptor_); }
    state_ = State::connecting;
    return Progress::waiting;
}

Connection::Progress Connection::finish_connecting() {
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) != 0) { error = errno; }
    if (error != 0) { return fail(error); }
    if (const ssize_t met = tls_ ? tls_->greet() : 1; met != 1) {
        if (met < 0 && would_block(errno)) { return Progress::waiting; }
        return fail(met == 0 ? EPROTO : errno);
    }
    state_ = State::open;
    return Progress::fine;
}

Connection::Progress Connection::fail(int error) {
    failure_ = failure_of(error);
    return Progress::broken;
}

void Connection::close() {
    tls_.reset();
    if (descriptor_ >= 0) { ::close(std::exchange(descriptor_, -1)); }
    state_ = State::closed;
    reader_.abandon();
    count_ = unsent_ = fresh = 0;
    ending = false;
    offset_ = 0;
}

void Connection::take(const InFlight& request) {
    ring_[place(count_)] = request;
    ++count_;
    ++unsent_;
    ++fresh;
}

Connection::Progress Connection::flush(const RequestSet& requests, Nanoseconds now) {
    while (unsent_ > 0) {
        const ssize_t sent = send_some(requests);
        if (sent < 0) { return would_block(errno) ? Progress::waiting : fail(errno); }
        note_sent(static_cast<std::size_t>(sent), requests, now);
    }
    return Progress::fine;
}

ssize_t Connection::send_some(const RequestSet& requests) const {
    if (tls_) { return send_records(requests); }
    return unsent_ == 1 ? send_one(requests) : send_several(requests);
}

// As many requests as go into one record. What was begun is offered again as it was, with more behind it.
ssize_t Connection::send_records(const RequestSet& requests) const {
    if (unsent_ == 1) { return tls_->send(requests[ring_[place(count_ - 1)].request].substr(offset_)); }
    thread_local std::string together;
    together.clear();
    for (std::size_t i = 0; i < unsent_ && together.size() < record_bytes; ++i) {
        together += requests[ring_[place(count_ - unsent_ + i)].request];
    }
    return tls_->send(std::string_view(together).substr(offset_));
}

ssize_t Connection::send_one(const RequestSet& requests) const {
    const std::string_view bytes = requests[ring_[place(count_ - unsent_)].request].substr(offset_);
    return ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

ssize_t Connection::send_several(const RequestSet& requests) const {
    std::array<iovec, parts_max> parts{};
    msghdr message{};
    message.msg_iov = parts.data();
    message.msg_iovlen = std::min<std::size_t>(unsent_, parts_max);
    for (std::size_t i = 0; i < message.msg_iovlen; ++i) {
        std::string_view bytes = requests[ring_[place(count_ - unsent_ + i)].request];
        if (i == 0) { bytes.remove_prefix(offset_); }
        parts[i] = {const_cast<char*>(bytes.data()), bytes.size()};
    }
    return ::sendmsg(descriptor_, &message, MSG_NOSIGNAL);
}

// A request counts as sent when its first byte is.
void Connection::note_sent(std::size_t bytes, const RequestSet& requests, Nanoseconds now) {
    while (bytes > 0) {
        InFlight& request = ring_[place(count_ - unsent_)];
        if (request.sent_at == 0) { request.sent_at = now; }
        const std::size_t left = requests[request.request].size() - offset_;
        if (bytes < left) {
            offset_ += bytes;
            return;
        }
        bytes -= left;
        offset_ = 0;
        --unsent_;
    }
}

long Connection::receive(char* into, std::size_t size) {
    const ssize_t count = tls_ ? tls_->receive(into, size) : ::recv(descriptor_, into, size, 0);
    drained_ = count < 0 && would_block(errno);
    if (count <= 0 && !drained_) { failure_ = count == 0 ? Failure::closed : failure_of(errno); }
    return count;
}

InFlight Connection::finish() {
    const InFlight finished = ring_[first_];
    first_ = static_cast<unsigned>(place(1));
    --count_;
    return finished;
}

}  // namespace passerby::load
