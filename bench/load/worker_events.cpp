// The other half of a worker: what comes back.
#include <algorithm>

#include "bench/load/worker.hpp"

namespace passerby::load {

namespace {

constexpr Nanoseconds tick_length = 10 * millisecond;  // timeouts are this coarse

}  // namespace

Nanoseconds Worker::wait_until(Nanoseconds now) const {
    if (plan_.open_loop()) {
        return arrivals_.at() < end_ && pool_.can_send() ? std::min(tick_at_, arrivals_.at()) : tick_at_;
    }
    if (now < 0) { return std::min<Nanoseconds>(tick_at_, 0); }
    return more_is_due(now) && pool_.has_open() ? now : tick_at_;
}

void Worker::wait(Nanoseconds before) {
    const Nanoseconds until = wait_until(before);
    const auto events = pool_.set().wait(std::max<Nanoseconds>(until - before, 0), plan_.timing.spin);
    woke_ = now();
    if (until > before && woke_ > until) { measures_.on_absence(woke_ - until, woke_); }
    for (const epoll_event& event : events) {
        on_ready(*static_cast<Connection*>(event.data.ptr), event.events);
    }
    if (woke_ >= tick_at_) { tick(); }
}

// Gives up what has waited too long; a closed loop gets its lost connections back, a few at a time.
void Worker::tick() {
    tick_at_ = woke_ + tick_length;
    for (const auto& connection : pool_.all()) {
        const bool waits = connection->in_flight() > 0;
        const Nanoseconds since = waits ? connection->oldest().taken : connection->began_at;
        const bool may_be_late = waits || connection->state() == Connection::State::connecting;
        if (may_be_late && woke_ - since > timeout_) { lose(*connection, Failure::timeout, woke_); }
    }
    if (plan_.open_loop() || !pool_.has_closed() || woke_ >= end_) { return; }
    Connection::Progress progress{};
    Connection& connection = pool_.take_closed(woke_, progress);
    ++measures_.connects;
    if (progress == Connection::Progress::broken) {
        measures_.on_failed(woke_, woke_, woke_, connection.failure());
        pool_.retire(connection);
    }
}

void Worker::on_ready(Connection& connection, std::uint32_t events) {
    if (connection.state() == Connection::State::connecting) {
        on_connecting(connection);
    } else if (connection.state() == Connection::State::open) {
        constexpr std::uint32_t ends = EPOLLRDHUP | EPOLLHUP | EPOLLERR;
        connection.ending = (events & ends) != 0;
        if ((events & EPOLLOUT) != 0) { send(connection); }
        if ((events & (EPOLLIN | ends)) != 0) { receive(connection); }
    }
}

void Worker::on_connecting(Connection& connection) {
    const Nanoseconds at = now();
    const Connection::Progress progress = connection.finish_connecting();
    if (progress == Connection::Progress::waiting) { return; }
    if (progress == Connection::Progress::broken) {
        if (connection.in_flight() == 0) { measures_.on_failed(at, at, at, connection.failure()); }
        lose(connection, connection.failure(), at);
        return;
    }
    connection.available_since = at;
    pool_.offer(connection, at);
    send(connection);
}

// Edges are told once, so all that is there is taken.
void Worker::receive(Connection& connection) {
    while (connection.state() == Connection::State::open) {
        const long count = connection.receive(input_.data(), input_.size());
        const Nanoseconds at = now();
        if (count <= 0) {
            if (!connection.drained()) { on_end(connection, at); }
            return;
        }
        const auto size = static_cast<std::size_t>(count);
        measures_.bytes_received += size;
        digest(connection, {input_.data(), size}, at);
        if (size < input_.size() && !connection.ending) { return; }
    }
}

// Answers one after the other, as long as somebody has asked for them.
void Worker::digest(Connection& connection, std::string_view bytes, Nanoseconds at) {
    ResponseReader& reader = connection.reader();
    while (!bytes.empty()) {
        if (connection.in_flight() == 0) { return lose(connection, Failure::malformed, at); }
        bytes.remove_prefix(reader.feed(bytes));
        if (reader.malformed()) { return lose(connection, Failure::malformed, at); }
        if (!reader.complete()) { return; }
        const bool before_all_was_sent = connection.unsent() == connection.in_flight();
        const bool closes = reader.closes() || before_all_was_sent;
        settle(connection, at);
        if (closes) { return lose(connection, Failure::closed, at); }
    }
}

void Worker::settle(Connection& connection, Nanoseconds at) {
    const ResponseReader& reader = connection.reader();
    const InFlight request = connection.finish();
    const Nanoseconds intended = plan_.open_loop() ? request.intended : request.sent_at;
    --in_flight_;
    ++measures_.answered;
    ++measures_.status_classes[static_cast<std::size_t>(reader.status()) / 100];
    switch (book_.judge(request.request, reader.status(), reader.body())) {
        case Verdict::right: measures_.on_right(intended, request.sent_at, at); break;
        case Verdict::unexpected_status:
            measures_.on_failed(intended, request.sent_at, at, Failure::unexpected_status);
            break;
        case Verdict::wrong_body:
            measures_.on_failed(intended, request.sent_at, at, Failure::wrong_body);
            break;
    }
    connection.reader().reset();
    pool_.offer(connection, at);
}

void Worker::on_end(Connection& connection, Nanoseconds at) {
    const Failure failure = connection.failure();
    if (failure == Failure::closed && connection.in_flight() > 0 && connection.reader().begun()) {
        connection.reader().end();
        if (connection.reader().complete()) { settle(connection, at); }
    }
    lose(connection, failure, at);
}

void Worker::lose(Connection& connection, Failure failure, Nanoseconds at) {
    while (connection.in_flight() > 0) {
        const InFlight request = connection.finish();
        --in_flight_;
        measures_.on_failed(request.intended, request.sent_at == 0 ? at : request.sent_at, at, failure);
    }
    pool_.retire(connection);
}

void Worker::publish(Nanoseconds at) {
    gauge_.answered.store(measures_.answered, std::memory_order_relaxed);
    gauge_.failed.store(measures_.failures.total(), std::memory_order_relaxed);
    const bool late = plan_.open_loop() && arrivals_.at() < std::min(at, end_);
    gauge_.behind.store(late ? at - arrivals_.at() : 0, std::memory_order_relaxed);
}

}  // namespace passerby::load
