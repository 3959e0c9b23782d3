// Which rules of a slot hold for this context: by priority, then by the order of files, one at a time, so
// that nobody pays for those that are never asked for.
#pragma once

#include <array>
#include <optional>

#include "engine/compiled_rules.hpp"
#include "engine/evidence.hpp"

namespace passerby::engine {

class MatchCursor {
  public:
    MatchCursor(const CompiledRules& rules, SlotId slot, const Evidence& evidence, const Landing& landing,
                Instant now);

    std::optional<RuleId> next();

  private:
    bool open_next_block();
    bool holds(std::size_t bit) const;

    const CompiledRules& rules_;
    const SlotIndex& index_;
    const Evidence& evidence_;
    const Landing& landing_;
    Instant now_;
    std::array<bool, 2> slot_holds_;  // by Clock
    std::size_t block_ = 0;           // the next to open
    std::size_t word_ = lane_words;
    Lane candidates_{};
};

}  // namespace passerby::engine
