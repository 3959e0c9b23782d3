#include "engine/match.hpp"

#include <algorithm>
#include <bit>

namespace passerby::engine {

MatchCursor::MatchCursor(const CompiledRules& rules, SlotId slot, const Evidence& evidence,
                         const Landing& landing, Instant now)
    : rules_(rules), index_(rules.slots[slot].index), evidence_(evidence), landing_(landing), now_(now) {
    for (const Clock clock : {Clock::visitor, Clock::site}) {
        slot_holds_[static_cast<std::size_t>(clock)] =
            rules.program.evaluate(index_.when, clock, evidence) == Truth::yes;
    }
}

std::optional<RuleId> MatchCursor::next() {
    for (;;) {
        while (word_ < lane_words && candidates_.words[word_] == 0) { ++word_; }
        if (word_ == lane_words) {
            if (!open_next_block()) { return std::nullopt; }
            continue;
        }
        std::uint64_t& word = candidates_.words[word_];
        const std::size_t bit = word_ * 64 + static_cast<std::size_t>(std::countr_zero(word));
        word &= word - 1;
        if (holds(bit)) { return index_.rules[(block_ - 1) * block_rules + bit]; }
    }
}

bool MatchCursor::open_next_block() {
    if (block_ == index_.block_count() || (!slot_holds_[0] && !slot_holds_[1])) { return false; }
    candidates_ = index_.candidates(block_, landing_);
    const Lane& on_site_clock = index_.on_site_clock[block_];
    if (!slot_holds_[static_cast<std::size_t>(Clock::visitor)]) { candidates_ &= on_site_clock; }
    if (!slot_holds_[static_cast<std::size_t>(Clock::site)]) { candidates_ &= ~on_site_clock; }
    ++block_;
    word_ = 0;
    return true;
}

bool MatchCursor::holds(std::size_t bit) const {
    const CompiledRule& rule = rules_.rules[index_.rules[(block_ - 1) * block_rules + bit]];
    const RuleExtras& extras = rules_.extras_of(rule);
    if (now_ < extras.from || now_ >= extras.until) { return false; }
    return !index_.is_open(block_ - 1, bit, landing_) ||
           rules_.program.evaluate(rule.core.when, rule.core.clock, evidence_) == Truth::yes;
}

}  // namespace passerby::engine
