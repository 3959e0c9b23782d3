// When time alone may change what a slot shows: the edges of schedules and of every time test of its rules.
// Immutable after compile.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/instant.hpp"
#include "engine/program.hpp"
#include "engine/zone.hpp"

namespace passerby::engine {

inline constexpr std::uint32_t week_minutes = 7 * 24 * 60;

// An instant as both wall clocks show it: read off the zone once, for all slots of a decision.
class ClockReading {
  public:
    // Without an offset of his own the visitor is taken to be on the site's clock.
    ClockReading(Instant now, const Zone& site, std::optional<Offset> visitor_offset);

    // A wall clock within its week, which begins on monday at 00:00.
    struct Face {
        Instant monday;
        std::uint32_t minute;
        Instant shift;  // when it is next put forward or back; `never_changes` for a bare offset

        Instant at(std::uint32_t minute_of_week) const {
            return monday + std::chrono::minutes{minute_of_week};
        }
    };
    Instant now() const { return now_; }
    const Face& visitor() const { return visitor_; }
    const Face& site() const { return site_; }

  private:
    Instant now_;
    Face site_, visitor_;
};

// The minutes of a week (0: monday 00:00) at which some test changes its mind: by hour, so that the next one
// is found in one look.
class WeekCuts {
  public:
    void add_test(const Program& program, const CompiledTest& test);
    void finish();  // once, after the last test and before the first question
    bool empty() const { return hours_.empty(); }
    // The first cut after `minute`, counted on into the next week; meaningless where there are none.
    std::uint32_t next(std::uint32_t minute) const;
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

    // The first instant after `reading` at which anything may change; `never_changes` if nothing can.
    Instant next(const ClockReading& reading) const;
    Instant next_edge(Instant now) const;
};

}  // namespace passerby::engine
