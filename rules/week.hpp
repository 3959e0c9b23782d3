// Minutes of the week, and how visits spread over them: the one thing about a visit whose shares are exact,
// since every visit happens at some minute.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::rules {

// A set of minutes of the week, Monday 00:00 being 0. A value.
class WeekSet {
  public:
    struct Span {
        std::uint32_t begin, end;  // minutes; the end is not in it
    };

    // Those at which a time signal lies in one of the intervals, which ascend and do not touch.
    WeekSet(engine::SignalId time_signal, std::span<const engine::Interval> intervals);
    static WeekSet all();

    WeekSet without(const WeekSet& other) const;
    WeekSet in_both(const WeekSet& other) const;
    WeekSet in_either(const WeekSet& other) const;
    WeekSet opposite() const { return all().without(*this); }

    std::span<const Span> spans() const { return spans_; }  // ascending, apart from each other

  private:
    WeekSet() = default;
    void add(std::uint32_t begin, std::uint32_t end);

    std::vector<Span> spans_;
};

// A part of time that begins at a minute of the week and lasts some minutes, be it for many weeks.
struct Stretch {
    std::uint32_t begin = 0;
    std::uint64_t minutes = 0;  // more than none
};

// How many of a week's visits come at which minute. Immutable.
class WeekOfVisits {
  public:
    WeekOfVisits();  // as many at each minute
    // The shares of the hours 0–23 and of the days from Monday, each adding up to 1.
    WeekOfVisits(std::span<const double> hours, std::span<const double> days);

    double share(const WeekSet& minutes) const;
    // Of the visits during the stretch.
    double share(const WeekSet& minutes, Stretch stretch) const;

  private:
    double before(std::uint32_t minute) const { return before_[minute]; }
    // Of a week's visits, those at these minutes from `begin` up to `end`.
    double within(const WeekSet& minutes, std::uint32_t begin, std::uint32_t end) const;

    std::vector<double> before_;  // by minute: the share of the week's visits that come before it
};

}  // namespace passerby::rules
