#include "bench/load/pool.hpp"

#include <algorithm>

namespace passerby::load {

namespace {

constexpr std::size_t connecting_max = 128;  // at once: more would fall out of the server's queue

}  // namespace

Pool::Pool(const Plan& plan, ResponseReader::Bodies bodies, unsigned connections) : plan_(plan) {
    for (unsigned i = 0; i < connections; ++i) {
        all_.push_back(std::make_unique<Connection>(plan.pipeline, bodies));
    }
}

void Pool::connect_all() {
    const Nanoseconds until = steady_now() + plan_.timing.timeout;
    std::size_t next = 0, in_progress = 0;
    for (Nanoseconds now = steady_now(); now < until; now = steady_now()) {
        begin_some(next, in_progress, now);
        if (in_progress == 0) { break; }
        for (const epoll_event& event : set_.wait(until - now, 0)) {
            auto& connection = *static_cast<Connection*>(event.data.ptr);
            if (connection.state() != Connection::State::connecting) { continue; }
            if (finish_connecting(connection) != Connection::Progress::waiting) { --in_progress; }
        }
    }
    for (const auto& connection : all_) {
        if (connection->state() == Connection::State::open) { continue; }
        if (connection->state() == Connection::State::connecting) { connect_failure_ = Failure::timeout; }
        retire(*connection);
    }
}

void Pool::begin_some(std::size_t& next, std::size_t& in_progress, Nanoseconds now) {
    for (; next < all_.size() && in_progress < connecting_max; ++next) {
        Connection& connection = *all_[next];
        connection.began_at = now;
        if (connection.begin(plan_.target, plan_.tls.get(), set_.number()) == Connection::Progress::broken) {
            connect_failure_ = connection.failure();
        } else {
            ++in_progress;
        }
    }
}

Connection::Progress Pool::finish_connecting(Connection& connection) {
    const Connection::Progress progress = connection.finish_connecting();
    if (progress == Connection::Progress::fine) { offer(connection, 0); }
    if (progress == Connection::Progress::broken) {
        connect_failure_ = connection.failure();
        connection.close();
    }
    return progress;
}

Connection& Pool::take_open() {
    Connection& connection = *waiting_.front();
    waiting_.pop_front();
    connection.queued = false;
    return connection;
}

Connection& Pool::take_closed(Nanoseconds now, Connection::Progress& progress) {
    Connection& connection = *closed_.back();
    closed_.pop_back();
    connection.began_at = now;
    progress = connection.begin(plan_.target, plan_.tls.get(), set_.number());
    return connection;
}

void Pool::offer(Connection& connection, Nanoseconds now) {
    if (connection.queued || connection.state() != Connection::State::open || !connection.has_room()) {
        return;
    }
    connection.available_since = now;
    requeue(connection);
}

void Pool::requeue(Connection& connection) {
    connection.queued = true;
    waiting_.push_back(&connection);
}

// Rare, so it may look for its place among those that wait.
void Pool::retire(Connection& connection) {
    if (connection.queued) { std::erase(waiting_, &connection); }
    connection.queued = false;
    connection.close();
    closed_.push_back(&connection);
}

}  // namespace passerby::load
