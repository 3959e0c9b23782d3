// How many of those who are ready a thread serves in one turn, and how many it refuses instead.
//
// All who are found ready at a turn became ready during the one before it: so turns that are short mean that
// nobody waits long. Normally everybody is served, however long the turn gets; bursts pass. If turns stay
// long there is more to do than there is time, and from then on each turn serves for a moment, refuses for a
// fraction of that, and leaves the others for the next turn. What refusing takes is bounded, so that the more
// are refused the rest is still served.
//
// Pure: it is told the time. Owned by the thread of its server.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace passerby::http {

class Admission {
  public:
    using Time = std::chrono::steady_clock::time_point;

    void begin_turn(Time now);
    // Whether one more that is ready is still served in this turn; else it is put off.
    bool may_serve(Time now);
    // Once all have been served or put off: whether one more of those put off is refused now.
    bool may_refuse(Time now);
    // So many are still put off.
    void end_turn(Time now, std::size_t waiting);

    bool overloaded() const { return overloaded_; }

  private:
    bool overloaded_ = false;
    Time began_{};
    Time served_until_{};
    std::optional<Time> unusual_since_;  // since then all turns have been as they would be in the other state
    std::size_t served_ = 0, refused_ = 0;
};

}  // namespace passerby::http
