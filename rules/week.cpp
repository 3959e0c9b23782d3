#include "rules/week.hpp"

#include <algorithm>

#include "rules/parse_range.hpp"

namespace passerby::rules {

namespace {

constexpr auto day = static_cast<std::uint32_t>(minutes_per_day);
constexpr auto week = static_cast<std::uint32_t>(minutes_per_week);
constexpr std::uint32_t hour = 60;

}  // namespace

WeekSet::WeekSet(engine::SignalId time_signal, std::span<const engine::Interval> intervals) {
    const bool daily =
        time_signal == engine::signals::time_hour || time_signal == engine::signals::time_of_day;
    const std::uint32_t unit = time_signal == engine::signals::time_hour      ? hour
                               : time_signal == engine::signals::time_weekday ? day
                                                                              : 1;
    for (std::uint32_t start = 0; start < week; start += daily ? day : week) {
        for (const engine::Interval& each : intervals) {
            add(start + static_cast<std::uint32_t>(each.min) * unit,
                start + (static_cast<std::uint32_t>(each.max) + 1) * unit);
        }
    }
}

WeekSet WeekSet::all() {
    WeekSet out;
    out.add(0, week);
    return out;
}

void WeekSet::add(std::uint32_t begin, std::uint32_t end) {
    if (begin >= end) { return; }
    if (!spans_.empty() && spans_.back().end >= begin) {
        spans_.back().end = std::max(spans_.back().end, end);
    } else {
        spans_.push_back({begin, end});
    }
}

WeekSet WeekSet::in_both(const WeekSet& other) const {
    WeekSet out;
    for (auto a = spans_.begin(), b = other.spans_.begin(); a != spans_.end() && b != other.spans_.end();) {
        out.add(std::max(a->begin, b->begin), std::min(a->end, b->end));
        ++(a->end < b->end ? a : b);
    }
    return out;
}

WeekSet WeekSet::in_either(const WeekSet& other) const {
    WeekSet out;
    auto a = spans_.begin(), b = other.spans_.begin();
    while (a != spans_.end() || b != other.spans_.end()) {
        const bool first = b == other.spans_.end() || (a != spans_.end() && a->begin < b->begin);
        const Span& next = first ? *a++ : *b++;
        out.add(next.begin, next.end);
    }
    return out;
}

WeekSet WeekSet::without(const WeekSet& other) const {
    WeekSet rest;
    std::uint32_t from = 0;
    for (const Span& each : other.spans_) {
        rest.add(from, each.begin);
        from = each.end;
    }
    rest.add(from, week);
    return in_both(rest);
}

WeekOfVisits::WeekOfVisits() {
    before_.reserve(week + 1);
    for (std::uint32_t minute = 0; minute <= week; ++minute) { before_.push_back(minute / minutes_per_week); }
}

WeekOfVisits::WeekOfVisits(std::span<const double> hours, std::span<const double> days) {
    before_.reserve(week + 1);
    double sum = 0;
    for (std::uint32_t minute = 0; minute < week; ++minute) {
        before_.push_back(sum);
        sum += days[minute / day] * hours[minute % day / hour] / hour;
    }
    before_.push_back(sum);
}

double WeekOfVisits::within(const WeekSet& minutes, std::uint32_t begin, std::uint32_t end) const {
    double sum = 0;
    for (const WeekSet::Span& each : minutes.spans()) {
        const std::uint32_t from = std::max(each.begin, begin), to = std::min(each.end, end);
        if (from < to) { sum += before(to) - before(from); }
    }
    return sum;
}

double WeekOfVisits::share(const WeekSet& minutes) const {
    return within(minutes, 0, week);
}

double WeekOfVisits::share(const WeekSet& minutes, Stretch stretch) const {
    const auto in_stretch = [&](const WeekSet& set) {
        const auto rest = static_cast<std::uint32_t>(stretch.minutes % week);
        const std::uint32_t end = stretch.begin + rest;
        return static_cast<double>(stretch.minutes / week) * share(set) +
               within(set, stretch.begin, std::min(end, week)) +
               (end > week ? within(set, 0, end - week) : 0.0);
    };
    const double all = in_stretch(WeekSet::all());
    return all > 0 ? in_stretch(minutes) / all : 0;
}

}  // namespace passerby::rules
