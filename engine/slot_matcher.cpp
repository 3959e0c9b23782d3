#include "engine/slot_matcher.hpp"

namespace passerby::engine {

SlotMatcher::SlotMatcher(const CompiledRules& rules, SlotId slot, const Evidence& evidence,
                         const Landing& landing, const Route& route, Instant now)
    : rules_(rules),
      index_(rules.slots[slot].index),
      evidence_(evidence),
      landing_(landing),
      route_(route),
      now_(now) {
    if (index_.is_hopeless(rules.fields, landing)) { slot_holds_ = {false, false}; }
    if (index_.always_asks || !is_open()) { return; }
    for (const Clock clock : {Clock::visitor, Clock::site}) {
        slot_holds_[static_cast<std::size_t>(clock)] =
            rules.program.evaluate(index_.when, clock, evidence) == Truth::yes;
    }
}

void SlotMatcher::sift(const Block& block, Sifted& sifted) const {
    route_.sift(lanes_of(block), block.width, sifted);
    if (block.timeline != Block::no_timeline) {
        const RuleBits in_force = index_.timelines.in_force(block.timeline, now_, block.width);
        for (std::size_t i = 0; i < block.width; ++i) { sifted.candidates[i] &= in_force[i]; }
    }
    if (!slot_holds_[0] || !slot_holds_[1]) { keep_those_of_open_clocks(block, sifted.candidates); }
}

void SlotMatcher::keep_those_of_open_clocks(const Block& block, RuleBits& bits) const {
    const std::uint64_t* const on_site_clock = lane(block, block_lanes::on_site_clock);
    for (std::size_t i = 0; i < block.width; ++i) {
        if (!slot_holds_[static_cast<std::size_t>(Clock::visitor)]) { bits[i] &= on_site_clock[i]; }
        if (!slot_holds_[static_cast<std::size_t>(Clock::site)]) { bits[i] &= ~on_site_clock[i]; }
    }
}

bool SlotMatcher::condition_holds(RuleId rule) const {
    const Card& card = rules_.cards.of_rule[rule];
    if (card.whole) { return rules_.cards.holds(card, landing_); }
    const RuleCore& core = rules_.rules[rule].core;
    return rules_.program.evaluate(core.when, core.clock, evidence_) == Truth::yes;
}

bool SlotMatcher::rule_holds(RuleId id) const {
    const CompiledRule& rule = rules_.rules[id];
    if (!slot_holds_[static_cast<std::size_t>(rule.core.clock)]) { return false; }
    const RuleExtras& extras = rules_.extras_of(rule);
    return extras.from <= now_ && now_ < extras.until && condition_holds(id);
}

std::uint32_t SlotMatcher::said_of(const SlotField& slot_field) const {
    const Field& field = rules_.fields.fields[slot_field.field];
    std::uint32_t said = 0;
    landing_.passes_in(slot_field.field, field, [&](Bucket bucket) {
        said |= Glance::bit_of(field, bucket);
        return false;
    });
    return said;
}

}  // namespace passerby::engine
