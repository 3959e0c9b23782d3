// Which signals each enabled rule reads: in its own condition, in those of its slots, and in their segments.
// `page.language` too where the rule has a sentence for one language.
//
// Whatever the rule's schedule, and whether or not the test comes to be asked: what may be read is read.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

// Lives no longer than the rules that it speaks of; not thread-safe.
class RuleReads {
  public:
    explicit RuleReads(const CompiledRules& rules);

    // Ascending, each once; until the next call. None of a disabled rule.
    std::span<const SignalId> of(RuleId rule);

  private:
    // A slot that asks something of its rules besides what they ask.
    struct Asking {
        RuleId rule;
        SlotId slot;
    };

    void gather_asking_slots();
    void add_condition(NodeId root);
    void add_segment(SegmentId segment);
    void add(SignalId signal);
    void start() { found_.clear(), ++round_; }

    const CompiledRules& rules_;
    std::vector<Asking> asking_;  // ascending
    std::vector<std::vector<SignalId>> of_segments_;
    std::vector<bool> knows_segment_;
    std::vector<NodeId> waiting_;
    std::vector<SignalId> found_;
    std::vector<std::uint32_t> found_in_;  // by SignalId: the round
    std::uint32_t round_ = 0;
};

// Those that need one of the purposes that visitors are asked for and that any enabled rule reads, each once.
std::vector<SignalId> signals_read_by_consent(const CompiledRules& rules);

}  // namespace passerby::engine
