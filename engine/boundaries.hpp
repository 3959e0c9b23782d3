// When time alone may change what a slot shows: the edges of schedules and of every time test of its rules.
// Gathered slot by slot while compiling; decisions look into the table made of them (boundary_table.hpp).
#pragma once

#include <cstdint>
#include <vector>

#include "engine/instant.hpp"
#include "engine/program.hpp"

namespace passerby::engine {

inline constexpr std::uint32_t week_minutes = 7 * 24 * 60;
inline constexpr std::uint32_t week_hours = 7 * 24;

// The cuts of one hour of the week, and what comes after them: one look finds the next cut.
struct HourCuts {
    static constexpr std::uint32_t none = UINT32_MAX;

    std::uint64_t minutes = 0;  // of its 60: a bit each
    std::uint32_t next = none;  // the first cut after its end: a minute of this week or, counted on, the next
};

// The minutes of a week (0: monday 00:00) at which some test changes its mind.
class WeekCuts {
  public:
    void add_test(const Program& program, const CompiledTest& test);
    void finish();  // once, after the last test
    bool empty() const { return hours_.empty(); }
    // By hour of the week; empty where there are none.
    const std::vector<HourCuts>& hours() const { return hours_; }

  private:
    void add_minute(double minute);

    std::vector<HourCuts> hours_;
};

// Of one slot.
struct Boundaries {
    std::vector<Instant> schedule_edges;  // ascending
    WeekCuts visitor, site;               // by the clock that the rule asks
};

}  // namespace passerby::engine
