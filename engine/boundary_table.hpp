// When time alone may change what is shown, of all slots: the first such instant is looked up, not searched.
//
//             slot 0   slot 1   slot 2 …      the slots that one page asks lie side by side, so that a
//   mon 00    …        …        …             decision touches a line or two of memory
//   mon 01    18:00    none     01:30
//   …
//
// Immutable after compile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/boundaries.hpp"
#include "engine/rule_set.hpp"
#include "engine/zone.hpp"

namespace passerby::engine {

// The cuts of all slots on one wall clock.
class WeekTable {
  public:
    void fill(std::span<const Boundaries> slots, WeekCuts Boundaries::*cuts);  // once; by SlotId
    bool empty() const { return hours_.empty(); }
    // The first instant after `now` at which one of the slots has a cut, or the clock is shifted; only where
    // some slot has cuts. `clock`: how it goes now.
    Instant next(std::span<const SlotId> slots, Instant now, Zone::Span clock) const;
    std::size_t bytes() const { return hours_.size() * sizeof(HourCuts); }

  private:
    std::size_t slots_ = 0;
    std::vector<HourCuts> hours_;  // of the week, and of each by slot; empty where no slot has cuts
};

class BoundaryTable {
  public:
    void fill(std::span<const Boundaries> slots);  // once; by SlotId

    // The first instant after `now` at which anything may change in one of the slots; `never_changes` if
    // nothing can. Without an offset of his own the visitor is taken to be on the site's clock.
    Instant next(std::span<const SlotId> slots, Instant now, const Zone& site,
                 std::optional<Offset> visitor_offset) const;
    // The same of the edges of schedules alone.
    Instant next_edge(std::span<const SlotId> slots, Instant now) const {
        return edges_.empty() ? never_changes : search_edge(slots, now);
    }
    std::size_t bytes() const;

  private:
    Instant search_edge(std::span<const SlotId> slots, Instant now) const;

    WeekTable visitor_, site_;
    std::vector<Instant> edges_;             // of one slot: ascending
    std::vector<std::uint32_t> first_edge_;  // by slot; then the end
};

struct CompiledRules;
// Of what the slots have gathered, which is moved here.
void make_boundary_table(CompiledRules& rules);

}  // namespace passerby::engine
