#include "bench/load/arrivals.hpp"

#include <cmath>

namespace passerby::load {

Arrivals::Arrivals(const ArrivalPlan& plan, unsigned thread)
    : plan_(plan), number_(thread), chance_(engine::mix64(plan.seed + 1) + thread) {
    expected_ = plan_.process == ArrivalProcess::fixed ? static_cast<double>(thread)
                                                       : exponential() * static_cast<double>(plan_.threads);
    at_ = time_of(expected_);
}

// Equal steps are counted anew from the number each time: sums would drift.
void Arrivals::advance() {
    number_ += plan_.threads;
    if (plan_.process == ArrivalProcess::fixed) {
        expected_ = static_cast<double>(number_);
    } else {
        expected_ += exponential() * static_cast<double>(plan_.threads);
    }
    at_ = time_of(expected_);
}

// The line's inverse: expected = rate·t²/(2·ramp) until the ramp ends, then rate·(t − ramp/2).
Nanoseconds Arrivals::time_of(double expected) const {
    const double ramp = in_seconds(plan_.ramp);
    const double in_ramp = plan_.rate * ramp / 2;
    const double seconds =
        expected < in_ramp ? std::sqrt(2 * ramp * expected / plan_.rate) : ramp / 2 + expected / plan_.rate;
    return std::llround(seconds * static_cast<double>(second));
}

double Arrivals::exponential() {
    return -std::log(1 - chance_.share());
}

}  // namespace passerby::load
