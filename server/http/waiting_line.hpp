// A line in which whoever stands brings along its own place: joining and leaving take no memory.
// Owned by one thread.
#pragma once

#include <chrono>
#include <cstddef>
#include <utility>

namespace passerby::http {

class WaitingLine {
  public:
    using Time = std::chrono::steady_clock::time_point;

    // What whoever may stand in a line derives from. Leaves before it goes away.
    class Place {
      public:
        bool waits() const { return after_ != this; }
        Time waits_since() const { return since_; }

      private:
        friend WaitingLine;
        Place* before_ = this;
        Place* after_ = this;
        Time since_{};
    };

    bool empty() const { return length_ == 0; }
    std::size_t length() const { return length_; }

    void join(Place& place, Time now) {
        place.since_ = now;
        place.before_ = std::exchange(ends_.before_, &place);
        place.before_->after_ = &place;
        place.after_ = &ends_;
        ++length_;
    }
    void leave(Place& place) {
        if (!place.waits()) return;
        place.before_->after_ = place.after_;
        place.after_->before_ = place.before_;
        place.before_ = place.after_ = &place;
        --length_;
    }
    // Whoever has waited longest, or is the newest; not of an empty line.
    Place& first() const { return *ends_.after_; }
    Place& last() const { return *ends_.before_; }

  private:
    Place ends_;  // before the first and after the last
    std::size_t length_ = 0;
};

}  // namespace passerby::http
