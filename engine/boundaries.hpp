// When time alone may change what a slot shows: the edges of schedules and of every time test of its rules.
// Immutable after compile.
#pragma once

#include <algorithm>
#include <bit>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/instant.hpp"
#include "engine/program.hpp"
#include "engine/zone.hpp"

namespace passerby::engine {

inline constexpr std::uint32_t week_minutes = 7 * 24 * 60;

// A wall clock within its week, which begins on monday at 00:00.
struct ClockFace {
    Instant monday;
    std::uint32_t hour;    // of the week
    std::uint32_t minute;  // of the hour
    Instant shift;         // when it is next put forward or back; `never_changes` for a bare offset

    Instant at(std::uint32_t minute_of_week) const { return monday + std::chrono::minutes{minute_of_week}; }
};

inline ClockFace read_clock(Instant now, Offset offset, Instant shift) {
    constexpr std::int64_t week_seconds = std::int64_t{week_minutes} * 60;
    constexpr std::int64_t monday_before_1970 = std::int64_t{3} * 24 * 60 * 60;  // it began on a thursday
    std::int64_t into_week = ((now + offset).time_since_epoch().count() + monday_before_1970) % week_seconds;
    if (into_week < 0) { into_week += week_seconds; }
    const auto minute = static_cast<std::uint32_t>(into_week) / 60;
    return {now - std::chrono::seconds{into_week}, minute / 60, minute % 60, shift};
}

// The minutes of a week (0: monday 00:00) at which some test changes its mind: by hour, so that the next one
// is found in one look.
class WeekCuts {
  public:
    void add_test(const Program& program, const CompiledTest& test);
    void finish();  // once, after the last test and before the first question
    bool empty() const { return hours_.empty(); }
    // The minute of the first cut later than now, counted on into the next week; only where there are any.
    std::uint32_t next(const ClockFace& face) const {
        const Hour& hour = hours_[face.hour];
        const std::uint64_t later = hour.minutes >> face.minute >> 1;
        if (later == 0) { return hour.next; }
        return face.hour * 60 + face.minute + 1 + static_cast<std::uint32_t>(std::countr_zero(later));
    }
    std::size_t bytes() const { return hours_.size() * sizeof(Hour); }

  private:
    struct Hour {
        std::uint64_t minutes = 0;  // of its 60: a bit each
        std::uint32_t next = 0;     // the first cut after its end
    };
    void add_minute(double minute);

    std::vector<Hour> hours_;  // of the week, or none
};

struct Boundaries {
    std::vector<Instant> schedule_edges;  // ascending
    WeekCuts visitor, site;               // by the clock that the rule asks

    Instant next_edge(Instant now) const;
};

// The first instant after `now` at which anything may change in any of several slots. The clocks are read
// once, for all of them.
class NextChange {
  public:
    // Without an offset of his own the visitor is taken to be on the site's clock.
    NextChange(Instant now, const Zone& zone, std::optional<Offset> visitor_offset) : now_(now) {
        const Zone::Span span = zone.span_at(now);
        site_ = read_clock(now, span.offset, span.until);
        visitor_ = visitor_offset ? read_clock(now, *visitor_offset, never_changes) : site_;
    }

    void consider(const Boundaries& slot) {
        if (!slot.schedule_edges.empty()) { edge_ = std::min(edge_, slot.next_edge(now_)); }
        if (!slot.visitor.empty()) { on_visitor_ = std::min(on_visitor_, slot.visitor.next(visitor_)); }
        if (!slot.site.empty()) { on_site_ = std::min(on_site_, slot.site.next(site_)); }
    }

    // `never_changes` if nothing can.
    Instant at() const {
        return std::min({edge_, first_on(visitor_, on_visitor_), first_on(site_, on_site_), never_changes});
    }

  private:
    static constexpr std::uint32_t no_cut = UINT32_MAX;

    // A shift moves every reading of the clock.
    static Instant first_on(const ClockFace& face, std::uint32_t cut) {
        return cut == no_cut ? never_changes : std::min(face.at(cut), face.shift);
    }

    Instant now_;
    ClockFace site_, visitor_;
    Instant edge_ = never_changes;
    std::uint32_t on_visitor_ = no_cut, on_site_ = no_cut;
};

}  // namespace passerby::engine
