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
    MatchCursor(const CompiledRules& rules, SlotId slot, const Evidence& evidence, Instant now);

    std::optional<RuleId> next();

  private:
    bool open_next_block();
    bool holds(RuleId id, bool needs_check) const;

    const CompiledRules& rules_;
    const SlotIndex& index_;
    const Evidence& evidence_;
    Instant now_;
    std::array<bool, 2> slot_holds_;  // by Clock
    std::size_t block_ = 0;           // the next to open
    std::size_t word_ = 0;
    Lane candidates_{};
};

}  // namespace passerby::engine
