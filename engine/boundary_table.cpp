#include "engine/boundary_table.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

namespace {

constexpr std::int64_t week_seconds = std::int64_t{week_minutes} * 60;

// Into the week of a wall clock, which begins on monday at 00:00.
std::uint32_t seconds_into_week(Instant now, Offset offset) {
    constexpr std::int64_t monday_before_1970 = std::int64_t{3} * 24 * 60 * 60;  // it began on a thursday
    std::int64_t seconds = ((now + offset).time_since_epoch().count() + monday_before_1970) % week_seconds;
    if (seconds < 0) { seconds += week_seconds; }
    return static_cast<std::uint32_t>(seconds);
}

}  // namespace

void WeekTable::fill(std::span<const Boundaries> slots, WeekCuts Boundaries::*cuts) {
    slots_ = slots.size();
    for (std::size_t slot = 0; slot < slots_; ++slot) {
        const std::vector<HourCuts>& hours = (slots[slot].*cuts).hours();
        if (hours.empty()) { continue; }
        hours_.resize(week_hours * slots_);
        for (std::size_t i = 0; i < week_hours; ++i) { hours_[i * slots_ + slot] = hours[i]; }
    }
}

Instant WeekTable::next(std::span<const SlotId> slots, Instant now, Zone::Span clock) const {
    const std::uint32_t second = seconds_into_week(now, clock.offset);
    const std::uint32_t minute = second / 60, hour = minute / 60;
    const HourCuts* const row = hours_.data() + hour * slots_;
    std::uint32_t first = HourCuts::none;
    for (const SlotId slot : slots) {
        const std::uint64_t later = row[slot].minutes >> (minute % 60) >> 1;
        const std::uint32_t in_hour = minute + 1 + static_cast<std::uint32_t>(std::countr_zero(later));
        first = std::min(first, later == 0 ? row[slot].next : in_hour);
    }
    if (first == HourCuts::none) { return never_changes; }
    const Instant cut = now + std::chrono::minutes{first} - std::chrono::seconds{second};
    return std::min(cut, clock.until);  // a shift moves every reading of the clock
}

void BoundaryTable::fill(std::span<const Boundaries> slots) {
    visitor_.fill(slots, &Boundaries::visitor);
    site_.fill(slots, &Boundaries::site);
    for (const Boundaries& slot : slots) {
        first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
        edges_.insert(edges_.end(), slot.schedule_edges.begin(), slot.schedule_edges.end());
    }
    first_edge_.push_back(static_cast<std::uint32_t>(edges_.size()));
    edges_.shrink_to_fit();
}

Instant BoundaryTable::next(std::span<const SlotId> slots, Instant now, const Zone& site,
                            std::optional<Offset> visitor_offset) const {
    Instant first = next_edge(slots, now);
    if (visitor_.empty() && site_.empty()) { return first; }
    const Zone::Span on_site = site.span_at(now);
    if (!site_.empty()) { first = std::min(first, site_.next(slots, now, on_site)); }
    if (!visitor_.empty()) {
        const Zone::Span own{visitor_offset.value_or(on_site.offset),
                             visitor_offset ? never_changes : on_site.until};
        first = std::min(first, visitor_.next(slots, now, own));
    }
    return first;
}

Instant BoundaryTable::search_edge(std::span<const SlotId> slots, Instant now) const {
    Instant first = never_changes;
    for (const SlotId slot : slots) {
        const auto end = edges_.begin() + first_edge_[slot + 1];
        const auto after = std::upper_bound(edges_.begin() + first_edge_[slot], end, now);
        if (after != end) { first = std::min(first, *after); }
    }
    return first;
}

std::size_t BoundaryTable::bytes() const {
    return visitor_.bytes() + site_.bytes() + edges_.size() * sizeof(Instant) +
           first_edge_.size() * sizeof(std::uint32_t);
}

void make_boundary_table(CompiledRules& rules) {
    std::vector<Boundaries> of_slots;
    for (CompiledSlot& slot : rules.slots) { of_slots.push_back(std::exchange(slot.boundaries, {})); }
    rules.boundaries.fill(of_slots);
}

}  // namespace passerby::engine
