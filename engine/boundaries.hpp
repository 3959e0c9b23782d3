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

inline constexpr std::size_t week_minutes = 7 * 24 * 60;

// The minutes of a week (0: monday 00:00) at which some test changes its mind.
class WeekCuts {
  public:
    void add_test(const Program& program, const CompiledTest& test);
    void finish();  // sorts; once, before the first question
    bool empty() const { return minutes_.empty(); }
    // The first cut after `local` on the same wall clock; meaningless where there are none.
    LocalTime next(LocalTime local) const;
    std::size_t bytes() const { return minutes_.size() * sizeof(std::uint16_t); }

  private:
    void add_minute(double minute);

    std::vector<std::uint16_t> minutes_;
};

struct Boundaries {
    std::vector<Instant> schedule_edges;  // ascending
    WeekCuts visitor, site;               // by the clock that the rule asks

    // The first instant after `now` at which anything may change; `never_changes` if nothing can.
    Instant next(Instant now, const Zone& zone, std::optional<Offset> visitor_offset) const;
    Instant next_edge(Instant now) const;
};

}  // namespace passerby::engine
