#include "engine/boundaries.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

namespace passerby::engine {

namespace {

constexpr std::uint32_t week_hours = 7 * 24;

ClockReading::Face face_of(Instant now, Offset offset, Instant shift) {
    constexpr std::int64_t week_seconds = std::int64_t{week_minutes} * 60;
    constexpr std::int64_t monday_before_1970 = std::int64_t{3} * 24 * 60 * 60;  // it began on a thursday
    std::int64_t into_week = ((now + offset).time_since_epoch().count() + monday_before_1970) % week_seconds;
    if (into_week < 0) { into_week += week_seconds; }
    return {now - std::chrono::seconds{into_week}, static_cast<std::uint32_t>(into_week) / 60, shift};
}

}  // namespace

ClockReading::ClockReading(Instant now, const Zone& site, std::optional<Offset> visitor_offset) : now_(now) {
    const Zone::Span span = site.span_at(now);
    site_ = face_of(now, span.offset, span.until);
    visitor_ = visitor_offset ? face_of(now, *visitor_offset, never_changes) : site_;
}

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
    const auto first_of = [](const Hour& hour) {
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

std::uint32_t WeekCuts::next(std::uint32_t minute) const {
    const Hour& hour = hours_[minute / 60];
    const std::uint64_t later = hour.minutes >> (minute % 60) >> 1;
    return later == 0 ? hour.next : minute + 1 + static_cast<std::uint32_t>(std::countr_zero(later));
}

Instant Boundaries::next_edge(Instant now) const {
    const auto after = std::upper_bound(schedule_edges.begin(), schedule_edges.end(), now);
    return after == schedule_edges.end() ? never_changes : *after;
}

Instant Boundaries::next(const ClockReading& reading) const {
    Instant first = schedule_edges.empty() ? never_changes : next_edge(reading.now());
    const auto consider = [&](const WeekCuts& cuts, const ClockReading::Face& face) {
        // A shift moves every reading of the clock.
        if (!cuts.empty()) { first = std::min({first, face.shift, face.at(cuts.next(face.minute))}); }
    };
    consider(visitor, reading.visitor());
    consider(site, reading.site());
    return std::min(first, never_changes);
}

}  // namespace passerby::engine
