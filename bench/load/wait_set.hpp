// Waiting for sockets, to the nanosecond as far as the kernel goes, and further by looking at the clock.
#pragma once

#include <sys/epoll.h>

#include <span>
#include <vector>

#include "bench/load/clock.hpp"

namespace passerby::load {

class WaitSet {
  public:
    WaitSet();
    ~WaitSet();
    WaitSet(const WaitSet&) = delete;
    WaitSet& operator=(const WaitSet&) = delete;

    int number() const { return number_; }

    // What is ready, at the latest when `left` has passed; the last `spin` of it without sleeping.
    std::span<const epoll_event> wait(Nanoseconds left, Nanoseconds spin);

  private:
    int sleep(Nanoseconds time);

    int number_;
    bool fine_ = true;  // this kernel knows waits shorter than a millisecond
    std::vector<epoll_event> events_;
};

}  // namespace passerby::load
