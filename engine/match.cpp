#include "engine/match.hpp"

#include <algorithm>
#include <bit>

namespace passerby::engine {

MatchCursor::MatchCursor(const CompiledRules& rules, SlotId slot, const Evidence& evidence, Instant now)
    : rules_(rules), index_(rules.slots[slot].index), evidence_(evidence), now_(now), word_(Lane{}.size()) {
    for (const Clock clock : {Clock::visitor, Clock::site}) {
        slot_holds_[static_cast<std::size_t>(clock)] =
            rules.program.evaluate(index_.when, clock, evidence) == Truth::yes;
    }
}

std::optional<RuleId> MatchCursor::next() {
    for (;;) {
        while (word_ < candidates_.size() && candidates_[word_] == 0) { ++word_; }
        if (word_ == candidates_.size()) {
            if (!open_next_block()) { return std::nullopt; }
            continue;
        }
        const auto bit = static_cast<std::size_t>(std::countr_zero(candidates_[word_]));
        candidates_[word_] &= candidates_[word_] - 1;
        const RuleId id = index_.rules[(block_ - 1) * block_rules + word_ * 64 + bit];
        const bool needs_check = (index_.blocks[block_ - 1].needs_check[word_] >> bit & 1) != 0;
        if (holds(id, needs_check)) { return id; }
    }
}

bool MatchCursor::open_next_block() {
    if (block_ == index_.blocks.size() || (!slot_holds_[0] && !slot_holds_[1])) { return false; }
    const Block& block = index_.blocks[block_++];
    candidates_ = index_.candidates(block, evidence_);
    for (std::size_t word = 0; word < candidates_.size(); ++word) {
        if (!slot_holds_[static_cast<std::size_t>(Clock::visitor)]) {
            candidates_[word] &= block.on_site_clock[word];
        }
        if (!slot_holds_[static_cast<std::size_t>(Clock::site)]) {
            candidates_[word] &= ~block.on_site_clock[word];
        }
    }
    word_ = 0;
    return true;
}

bool MatchCursor::holds(RuleId id, bool needs_check) const {
    const CompiledRule& rule = rules_.rules[id];
    if (now_ < rule.from || now_ >= rule.until) { return false; }
    return !needs_check || rules_.program.evaluate(rule.core.when, rule.core.clock, evidence_) == Truth::yes;
}

}  // namespace passerby::engine
