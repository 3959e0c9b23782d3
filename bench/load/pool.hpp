// The connections of one thread, and which of them can take a request.
//
// Those with room wait in a queue, so that all are used alike; one that was lost is connected again when
// there is need of it.
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <vector>

#include "bench/load/connection.hpp"
#include "bench/load/plan.hpp"
#include "bench/load/wait_set.hpp"

namespace passerby::load {

class Pool {
  public:
    Pool(const Plan& plan, ResponseReader::Bodies bodies, unsigned connections);

    // Opens as many as it can in the time of a request. Nothing is sent.
    void connect_all();
    std::size_t opened() const { return all_.size() - closed_.size(); }
    Failure connect_failure() const { return connect_failure_; }

    bool can_send() const { return !waiting_.empty() || !closed_.empty(); }
    bool has_open() const { return !waiting_.empty(); }
    // An open one with room, that which has waited longest; it waits on where it has room for more.
    Connection& take_open();
    // Begins to connect one that is closed; where that fails at once, it stays closed.
    Connection& take_closed(Nanoseconds now, Connection::Progress& progress);
    bool has_closed() const { return !closed_.empty(); }

    // It has room, from now on.
    void offer(Connection& connection, Nanoseconds now);
    // What it had in flight is the caller's to account for, before.
    void retire(Connection& connection);
    // After what the last request has taken.
    void requeue(Connection& connection);

    std::span<const std::unique_ptr<Connection>> all() const { return all_; }
    WaitSet& set() { return set_; }

  private:
    void begin_some(std::size_t& next, std::size_t& in_progress, Nanoseconds now);
    Connection::Progress finish_connecting(Connection& connection);

    const Plan& plan_;
    WaitSet set_;
    std::vector<std::unique_ptr<Connection>> all_;
    std::deque<Connection*> waiting_;
    std::vector<Connection*> closed_;
    Failure connect_failure_ = Failure::count;
};

}  // namespace passerby::load
