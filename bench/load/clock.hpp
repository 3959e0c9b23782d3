// Time as the generator counts it: nanoseconds of the steady clock, as one plain number.
#pragma once

#include <chrono>
#include <cstdint>

namespace passerby::load {

using Nanoseconds = std::int64_t;

inline constexpr Nanoseconds microsecond = 1'000, millisecond = 1'000'000, second = 1'000'000'000;

inline Nanoseconds steady_now() {
    return std::chrono::steady_clock::now().time_since_epoch().count();
}

inline double in_seconds(Nanoseconds time) {
    return static_cast<double>(time) / static_cast<double>(second);
}

}  // namespace passerby::load
