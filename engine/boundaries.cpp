#include "engine/boundaries.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace passerby::engine {

void WeekCuts::add_minute(double minute) {
    if (!(minute >= 0 && minute <= static_cast<double>(week_minutes))) { return; }
    const std::uint32_t cut = static_cast<std::uint32_t>(minute) % week_minutes;
    hours_.resize(week_hours);
    hours_[cut / 60].minutes |= std::uint64_t{1} << (cut % 60);
}

// A test changes its mind where one of its intervals begins and just after it ends.
void WeekCuts::add_test(const Program& program, const CompiledTest& test) {
    struct Unit {
        double minutes;  // of one step of the signal's value
        int repeats;     // a week
    };
    const auto unit = [&]() -> Unit {
        switch (test.signal) {
            case signals::time_hour: return {60, 7};
            case signals::time_of_day: return {1, 7};
            case signals::time_weekday: return {1440, 1};
            default: return {1, 1};
        }
    }();
    for (const CompiledOperator& op : program.operators_of(test)) {
        for (const Interval& interval : program.intervals_of(op)) {
            for (int repeat = 0; repeat < unit.repeats; ++repeat) {
                add_minute(std::ceil(interval.min) * unit.minutes + repeat * 1440.0);
                add_minute((std::floor(interval.max) + 1) * unit.minutes + repeat * 1440.0);
            }
        }
    }
}

// Backwards from the first cut of the week after.
void WeekCuts::finish() {
    const auto first_of = [](const HourCuts& hour) {
        return static_cast<std::uint32_t>(std::countr_zero(hour.minutes));
    };
    if (hours_.empty()) { return; }
    std::uint32_t first = 0;
    while (hours_[first].minutes == 0) { ++first; }
    std::uint32_t next = week_minutes + first * 60 + first_of(hours_[first]);
    for (std::uint32_t i = week_hours; i-- > 0;) {
        hours_[i].next = next;
        if (hours_[i].minutes != 0) { next = i * 60 + first_of(hours_[i]); }
    }
}

}  // namespace passerby::engine
