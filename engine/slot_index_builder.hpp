// Lays out the lanes of one slot; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <vector>

#include "engine/conjuncts.hpp"
#include "engine/slot_index.hpp"

namespace passerby::engine {

// What the layout needs to know of each rule, by RuleId.
struct RuleCore {
    NodeId when = 0;
    std::int32_t priority = 0;
    Clock clock = Clock::visitor;
};

class SlotIndexBuilder {
  public:
    SlotIndexBuilder(const Program& program, const Vocabulary& vocabulary, const Fields& fields,
                     std::span<const RuleCore> rules, SlotIndex& index);

    // Once the index knows its rules, in order.
    void build();

  private:
    void choose_fields();
    void build_block(std::size_t block);
    void add_rule(std::size_t bit, const RuleCore& rule, Lane& open);
    // Each returns whether the lanes then say all that the conjunct asks.
    bool add_text(std::size_t bit, const Conjunct& conjunct, const Field& field, std::span<Lane> lanes) const;
    bool add_numbers(std::size_t bit, const Conjunct& conjunct, const Field& field,
                     std::span<Lane> lanes) const;
    bool accepts(const Conjunct& conjunct, double value) const;
    FieldId field_of(const Conjunct& conjunct, Clock clock) const;
    std::span<Lane> lanes_of(FieldId field);

    const Program& program_;
    const Vocabulary& vocabulary_;
    const Fields& fields_;
    std::span<const RuleCore> rules_;
    SlotIndex& index_;
    std::vector<std::size_t> first_lane_;  // by FieldId, within block_lanes_; none: no rule of the slot asks
    std::vector<Lane> block_lanes_;        // of the block being built: bucket 0 gathers who asks
};

}  // namespace passerby::engine
