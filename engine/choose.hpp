// Which content wins a slot: tiers of equal priority from the top, a draw by weight among the rules of the
// tier, then the rule's own split; what may not be shown (again) is passed over.
//
// A draw follows the request's bucket when there is one: the same bucket draws the same, each split is exact
// over the 100 buckets, and whoever drew what is still to be had keeps it when something else is taken.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/chance.hpp"
#include "engine/compiled_rules.hpp"
#include "engine/crowd_draw.hpp"
#include "engine/held.hpp"
#include "engine/match.hpp"
#include "engine/reason.hpp"
#include "engine/shares.hpp"

namespace passerby::engine {

struct Pick {
    Position position;
    RuleId rule;
    ContentId content;
    Reason reason;
};

// Where draws come from.
struct Luck {
    std::optional<std::uint8_t> bucket;
    Chance* chance;
    bool chance_took_part = false;
};

// What choosing keeps between calls so as not to allocate. Owned by one thread.
struct ChoosingBuffers {
    SearchBuffers search, crowd_search;
    CrowdBuffers crowd;
    std::vector<Position> tier, drawable;
    std::vector<ContentId> contents;
    std::vector<double> weights;
    Shares shares;
};

class Chooser {
  public:
    Chooser(const CompiledRules& rules, SlotId slot, const SlotMatcher& matcher, Held& held, Luck& luck,
            ChoosingBuffers& buffers);

    // The next place of the slot; nothing when no candidate is left. `trace.passed_over(RuleId)` hears of
    // each rule that held and had nothing to show.
    template <class Trace>
    std::optional<Pick> next(Trace& trace);

  private:
    bool load_tier();
    void list_tier();
    template <class Trace>
    std::size_t count_outcomes(Trace& trace);
    std::size_t free_variants(RuleId id) const;
    std::size_t free_variants_at(Position at) const { return free_variants(matcher_.rule_at(at)); }
    Pick pick(Position at, RuleId rule, bool others);
    Position draw_position();
    Position draw_drawable(std::uint64_t key);
    std::uint64_t key_of(std::int32_t priority) const;
    template <class Trace>
    std::optional<Pick> draw_of_crowd(Trace& trace);
    std::span<const Position> matches_of_crowd(const CrowdDraw& draw);
    void list_crowd(const CrowdDraw& draw);
    ContentId draw_content(RuleId id);
    ContentId content_of_bucket(const CompiledRule& rule);
    std::size_t draw_by_weight(std::uint64_t key);  // an index into buffers_.weights

    const CompiledRules& rules_;
    const CompiledSlot& slot_;
    const SlotMatcher& matcher_;
    MatchCursor cursor_;
    Held& held_;
    Luck& luck_;
    ChoosingBuffers& buffers_;
    Position from_ = 0;   // where the next tier begins, at the earliest
    Position alone_ = 0;  // the tier, as long as it is one rule
    std::span<const Position> tier_;
    const Crowd* crowd_ = nullptr;  // the tier, if it is not listed
    bool cursor_lags_ = false;      // behind a crowd that was listed without it
    std::uint64_t place_ = 0;
};

}  // namespace passerby::engine
