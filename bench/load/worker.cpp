#include "bench/load/worker.hpp"

#include <algorithm>

namespace passerby::load {

namespace {

constexpr std::size_t input_bytes = 256u << 10;
constexpr int dispatched_max = 1'024;  // then those that are ready get their turn
constexpr Nanoseconds grace = second;  // to send what is due when the time is over
constexpr Nanoseconds timeout_once_stopped = second;

unsigned share_of(unsigned all, unsigned threads, unsigned thread) {
    return all / threads + (thread < all % threads ? 1 : 0);
}

ResponseReader::Bodies bodies_for(const Expectations& expectations) {
    return expectations.reads_bodies() ? ResponseReader::Bodies::kept : ResponseReader::Bodies::skipped;
}

}  // namespace

Worker::Worker(const Plan& plan, const RequestSet& requests, const Expectations& expectations,
               unsigned thread)
    : plan_(plan),
      requests_(requests),
      arrivals_(plan.arrivals(), thread),
      pool_(plan, bodies_for(expectations), share_of(plan.connections, plan.threads, thread)),
      measures_(plan.timing),
      book_(expectations, requests.size()),
      input_(input_bytes),
      end_(plan.timing.end()),
      give_up_(end_ + grace),
      timeout_(plan.timing.timeout) {
    measures_.connects = pool_.all().size();
}

void Worker::run(Nanoseconds start, const std::atomic<bool>& stop) {
    start_ = start;
    woke_ = now();
    while (!finished(woke_)) {
        if (stop.load(std::memory_order_relaxed) && woke_ < end_) {
            end_ = give_up_ = woke_;
            timeout_ = std::min(timeout_, timeout_once_stopped);
        }
        dispatch(now());
        send_taken();
        const Nanoseconds done = now();
        measures_.on_absence(done - woke_, done);
        publish(done);
        wait(done);
    }
    publish(now());
}

// Of what was meant to be sent until now.
bool Worker::more_is_due(Nanoseconds now) const {
    if (!plan_.open_loop()) { return now >= 0 && now < end_; }
    return arrivals_.at() < end_ && arrivals_.at() <= now;
}

bool Worker::finished(Nanoseconds now) {
    if (now >= give_up_ && plan_.open_loop()) { give_up_rest(now); }
    const bool all_taken = plan_.open_loop() ? arrivals_.at() >= end_ : now >= end_;
    return all_taken && in_flight_ == 0;
}

void Worker::give_up_rest(Nanoseconds now) {
    for (; arrivals_.at() < end_; arrivals_.advance()) {
        measures_.on_intended(arrivals_.at());
        measures_.on_failed(arrivals_.at(), arrivals_.at(), now, Failure::unsent);
    }
}

void Worker::dispatch(Nanoseconds now) {
    for (int i = 0; i < dispatched_max && more_is_due(now) && dispatch_one(now); ++i) {}
}

// A closed loop opens no connection here: where the server is gone it would do nothing else.
bool Worker::dispatch_one(Nanoseconds now) {
    if (pool_.has_open()) {
        Connection& connection = pool_.take_open();
        hand_over(connection, next_request(now));
        if (connection.has_room()) { pool_.requeue(connection); }
        return true;
    }
    if (!plan_.open_loop() || !pool_.has_closed()) { return false; }
    Connection::Progress progress{};
    Connection& connection = pool_.take_closed(now, progress);
    ++measures_.connects;
    hand_over(connection, next_request(now));
    if (progress == Connection::Progress::broken) { lose(connection, connection.failure(), now); }
    return true;
}

InFlight Worker::next_request(Nanoseconds now) {
    const InFlight request{plan_.open_loop() ? arrivals_.at() : now, now, 0,
                           arrivals_.number() % requests_.size()};
    arrivals_.advance();
    measures_.on_intended(request.intended);
    return request;
}

void Worker::hand_over(Connection& connection, const InFlight& request) {
    if (connection.fresh == 0) { taken_.push_back(&connection); }
    connection.take(request);
    ++in_flight_;
}

void Worker::send_taken() {
    for (Connection* connection : taken_) { send(*connection); }
    taken_.clear();
}

// What is late here is ours: the connection was free.
void Worker::send(Connection& connection) {
    if (connection.state() != Connection::State::open || connection.unsent() == 0) { return; }
    const Nanoseconds at = now();
    for (unsigned i = 0; i < connection.fresh; ++i) {
        const InFlight& request = connection.among_newest(connection.fresh, i);
        measures_.on_sent(at - std::max(request.intended, connection.available_since), at);
    }
    connection.fresh = 0;
    if (connection.flush(requests_, at) == Connection::Progress::broken) {
        lose(connection, connection.failure(), at);
    }
}

}  // namespace passerby::load
