// When each request is meant to be sent, whatever became of those before it: this is what makes the load
// open.
//
//   expected    │        ┌── rate
//   requests    │      ╱             A thread counts on along this line, by equal steps (fixed) or by
//   by time     │   ╭╯  ramp         exponential ones (Poisson), and asks at what time its count is reached.
//               └──────────── time
//
// Owned by one thread. The same seed gives the same times; together the threads make one process.
#pragma once

#include <cstdint>

#include "bench/load/clock.hpp"
#include "engine/chance.hpp"

namespace passerby::load {

enum class ArrivalProcess : std::uint8_t { fixed, poisson };

struct ArrivalPlan {
    ArrivalProcess process = ArrivalProcess::poisson;
    double rate = 0;       // requests a second, of all threads
    Nanoseconds ramp = 0;  // from none to the full rate, in a straight line
    std::uint64_t seed = 1;
    unsigned threads = 1;
};

class Arrivals {
  public:
    Arrivals(const ArrivalPlan& plan, unsigned thread);

    Nanoseconds at() const { return at_; }            // since the start
    std::uint64_t number() const { return number_; }  // among the arrivals of all threads
    void advance();

  private:
    Nanoseconds time_of(double expected) const;
    double exponential();

    ArrivalPlan plan_;
    std::uint64_t number_;
    engine::Chance chance_;
    double expected_ = 0;  // requests of all threads until now
    Nanoseconds at_ = 0;
};

}  // namespace passerby::load
