// Lays out the rules of one slot in blocks and columns; lives only while a rule set is compiled.
#pragma once

#include <map>
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
    SlotIndexBuilder(const Program& program, const Vocabulary& vocabulary, std::span<const RuleCore> rules,
                     SlotIndex& index);

    // Once the index knows its rules, in order.
    void build();

  private:
    // One rule of the block asks something of a column.
    struct Asking {
        std::size_t bit;
        Conjunct conjunct;
    };
    using Askings = std::map<Column, std::vector<Asking>>;

    void build_block(std::span<const RuleId> rules);
    bool collect(std::size_t bit, const RuleCore& rule, Askings& askings) const;
    void build_text_column(Column column, std::span<const Asking> askings, Block& block);
    void build_number_column(Column column, std::span<const Asking> askings, Block& block);
    std::vector<double> cuts_of(const Conjunct& conjunct) const;
    bool accepts(const Conjunct& conjunct, double value) const;
    LaneId add_lane(const Lane& lane);

    const Program& program_;
    const Vocabulary& vocabulary_;
    std::span<const RuleCore> rules_;
    SlotIndex& index_;
};

}  // namespace passerby::engine
