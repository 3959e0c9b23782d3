#include "engine/boundaries.hpp"

#include <algorithm>
#include <cmath>

namespace passerby::engine {

void WeekCuts::add_minute(double minute) {
    if (minute >= 0 && minute <= static_cast<double>(week_minutes)) {
        minutes_.push_back(static_cast<std::uint16_t>(static_cast<std::size_t>(minute) % week_minutes));
    }
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

void WeekCuts::finish() {
    std::sort(minutes_.begin(), minutes_.end());
    minutes_.erase(std::unique(minutes_.begin(), minutes_.end()), minutes_.end());
    minutes_.shrink_to_fit();
}

LocalTime WeekCuts::next(LocalTime local) const {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto weekday = std::chrono::days{std::chrono::weekday{day}.iso_encoding() - 1};
    const LocalTime monday{day - weekday};
    const auto minute = std::chrono::floor<std::chrono::minutes>(local - monday).count();
    const auto after = std::upper_bound(minutes_.begin(), minutes_.end(), minute);
    return after != minutes_.end() ? monday + std::chrono::minutes{*after}
                                   : monday + std::chrono::days{7} + std::chrono::minutes{minutes_.front()};
}

Instant Boundaries::next_edge(Instant now) const {
    const auto after = std::upper_bound(schedule_edges.begin(), schedule_edges.end(), now);
    return after == schedule_edges.end() ? never_changes : *after;
}

Instant Boundaries::next(Instant now, const Zone& zone, std::optional<Offset> visitor_offset) const {
    Instant first = next_edge(now);
    const auto consider = [&](const WeekCuts& cuts, Offset offset) {
        if (cuts.empty()) { return; }
        const LocalTime local{(now + offset).time_since_epoch()};
        first = std::min(first, Instant{cuts.next(local).time_since_epoch()} - offset);
    };
    const Offset site_offset = zone.offset_at(now);
    consider(visitor, visitor_offset.value_or(site_offset));
    consider(site, site_offset);
    // A clock change moves every wall clock of the zone.
    const bool zone_is_read = !site.empty() || (!visitor.empty() && !visitor_offset);
    if (zone_is_read) { first = std::min(first, zone.next_change(now)); }
    return std::min(first, never_changes);
}

}  // namespace passerby::engine
