// One thread of load: takes requests as they become due, gives them to connections, judges the answers.
//
//   arrivals ──▶ dispatch ──▶ pool's next connection ──▶ send        the schedule itself is the queue: what
//   no
//      ▲                                                  │          connection is free for stays in it, with
//      └── measures ◀── book ◀── reader ◀── receive ◀─────┘          the time at which it was meant to go
//
// Owned by its thread; the gauge alone is read by others while it runs.
#pragma once

#include <atomic>
#include <vector>

#include "bench/load/answers.hpp"
#include "bench/load/arrivals.hpp"
#include "bench/load/measures.hpp"
#include "bench/load/pool.hpp"

namespace passerby::load {

// How far a thread is, for whoever watches.
struct Gauge {
    std::atomic<std::uint64_t> answered{0}, failed{0};
    std::atomic<Nanoseconds> behind{0};  // what is to be sent next should have been sent so long ago
};

class Worker {
  public:
    Worker(const Plan& plan, const RequestSet& requests, const Expectations& expectations, unsigned thread);

    void connect_all() { pool_.connect_all(); }
    const Pool& pool() const { return pool_; }

    // Until all that is due has been answered or given up; `stop` ends it sooner.
    void run(Nanoseconds start, const std::atomic<bool>& stop);

    const Measures& measures() const { return measures_; }
    const AnswerBook& book() const { return book_; }
    const Gauge& gauge() const { return gauge_; }

  private:
    Nanoseconds now() const { return steady_now() - start_; }
    bool more_is_due(Nanoseconds now) const;
    bool finished(Nanoseconds now);
    void dispatch(Nanoseconds now);
    bool dispatch_one(Nanoseconds now);
    InFlight next_request(Nanoseconds now);
    void hand_over(Connection& connection, const InFlight& request);
    void send_taken();
    void send(Connection& connection);
    void give_up_rest(Nanoseconds now);

    Nanoseconds wait_until(Nanoseconds now) const;
    void wait(Nanoseconds now);
    void tick();
    void on_ready(Connection& connection, std::uint32_t events);
    void on_connecting(Connection& connection);
    void receive(Connection& connection);
    void digest(Connection& connection, std::string_view bytes, Nanoseconds now);
    void settle(Connection& connection, Nanoseconds now);
    void on_end(Connection& connection, Nanoseconds now);
    void lose(Connection& connection, Failure failure, Nanoseconds now);
    void publish(Nanoseconds now);

    const Plan& plan_;
    const RequestSet& requests_;
    Arrivals arrivals_;
    Pool pool_;
    Measures measures_;
    AnswerBook book_;
    Gauge gauge_;
    std::vector<Connection*> taken_;  // connections that have taken something since the last send
    std::vector<char> input_;
    std::uint64_t in_flight_ = 0;
    Nanoseconds start_ = 0, woke_ = 0, tick_at_ = 0;
    Nanoseconds end_;      // nothing is meant to be sent later
    Nanoseconds give_up_;  // nothing is sent later, however long it has been due
    Nanoseconds timeout_;
};

}  // namespace passerby::load
