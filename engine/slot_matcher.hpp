// One request before the rules of one slot: which of a block may hold, and whether a rule does.
#pragma once

#include <array>

#include "engine/compiled_rules.hpp"
#include "engine/evidence.hpp"

namespace passerby::engine {

class SlotMatcher {
  public:
    // All of it must outlive the matcher; the route is the slot's.
    SlotMatcher(const CompiledRules& rules, SlotId slot, const Evidence& evidence, const Landing& landing,
                const Route& route, Instant now);

    const SlotIndex& index() const { return index_; }
    const Landing& landing() const { return landing_; }
    // Whether any rule can hold at all: by the slot's own condition, and by what every rule asks.
    bool is_open() const { return slot_holds_[0] || slot_holds_[1]; }

    // The rules of the block that are in force and that no lane rules out. They hold if spans_hold(), and
    // those that are not certain only if holds_exactly().
    void sift(const Block& block, Sifted& sifted) const;
    void prefetch_lanes(const Block& block) const { route_.prefetch(lanes_of(block), block.width); }
    bool spans_hold(std::size_t entry) const { return index_.spans_hold(entry, route_.ranks()); }
    bool holds_exactly(Position position) const { return condition_holds(index_.rules[position]); }
    // Asks memory for what holds_exactly() will look at.
    void prefetch(Position position) const {
        __builtin_prefetch(&rules_.cards.of_rule[index_.rules[position]]);
    }

    // A lane of the block itself, its `width` words.
    const std::uint64_t* lane(const Block& block, LaneId lane) const {
        return lanes_of(block) + lane * block.width;
    }

    RuleId rule_at(Position position) const { return index_.rules[position]; }

    // A rule by itself, wherever it stands: whether it is in force and holds.
    bool rule_holds(RuleId rule) const;
    // Asks memory for what rule_holds() will look at.
    void prefetch_rule(RuleId rule) const {
        __builtin_prefetch(&rules_.cards.of_rule[rule]);
        __builtin_prefetch(&rules_.rules[rule]);
    }
    double weight_of(RuleId rule) const { return rules_.weight_of(rule); }
    // In the bits of glances, what the request says of a field of the slot.
    std::uint32_t said_of(const SlotField& slot_field) const;

  private:
    const std::uint64_t* lanes_of(const Block& block) const { return index_.lanes.of(block); }
    void keep_those_of_open_clocks(const Block& block, RuleBits& bits) const;
    bool condition_holds(RuleId rule) const;

    const CompiledRules& rules_;
    const SlotIndex& index_;
    const Evidence& evidence_;
    const Landing& landing_;
    const Route& route_;
    Instant now_;
    std::array<bool, 2> slot_holds_{true, true};  // by Clock
};

}  // namespace passerby::engine
