// Fills the lanes of one block after another; lives only while a slot's index is built.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/asked.hpp"
#include "engine/footprints.hpp"
#include "engine/slot_index.hpp"

namespace passerby::engine {

struct CompiledRules;  // see compiled_rules.hpp

// What the index is built from; all of it lives only while compiling.
struct IndexSource {
    const Program& program;
    const Fields& fields;
    const Asked& asked;
    const Footprints& footprints;
    const CompiledRules& rules;
};

inline constexpr std::uint32_t no_ask = UINT32_MAX;

// By FieldId: which of the slot's fields it is; 0 where it is none.
std::vector<std::uint32_t> slot_fields_of(const Fields& fields, const SlotIndex& index);

// A rule in a block, by what must hold in it; what its cluster already says of it needs no lane.
struct BlockEntry {
    RuleId rule;
    std::span<const Ask> asks;
    bool complete = true;                    // that is all, for the rule to hold
    std::span<const Ask> listed = {};        // of these, what it rejects is listed in the slot's rejections
    std::uint32_t said_by_cluster = no_ask;  // the number of an Ask
};

class BlockBuilder {
  public:
    BlockBuilder(const IndexSource& source, SlotIndex& index);

    // At most 512 entries.
    Block build(std::span<const BlockEntry> entries, std::uint32_t first_entry);
    // How wide the lanes of so many rules are.
    static std::size_t width_for(std::size_t rules);
    std::size_t words_for(std::size_t rules) const { return width_for(rules) * index_.lane_count; }

  private:
    void add_rule(std::size_t bit, const BlockEntry& entry);
    void add_footprint(std::size_t bit, const Footprint& footprint);
    void let_pass_who_does_not_ask();
    void add_to(LaneId lane, const RuleBits& bits);
    std::uint32_t add_timeline(std::span<const BlockEntry> entries);
    std::uint64_t& word(LaneId lane, std::size_t bit) { return words_[lane * width_ + bit / word_bits]; }
    void set(LaneId lane, std::size_t bit) { word(lane, bit) |= std::uint64_t{1} << (bit % word_bits); }
    void clear(LaneId lane, std::size_t bit) { word(lane, bit) &= ~(std::uint64_t{1} << (bit % word_bits)); }

    const IndexSource& source_;
    SlotIndex& index_;
    std::vector<std::uint32_t> slot_field_;  // by FieldId: in index_.fields

    // Of the block being built:
    std::uint64_t* words_ = nullptr;
    std::size_t width_ = 1;
    std::vector<RuleBits> asking_;     // by slot field: rules that stand in its lanes by what they ask
    std::vector<RuleBits> rejecting_;  // … that stand in all its lanes but a few
    std::vector<std::pair<LaneId, std::uint16_t>> rejected_;
    std::vector<Timelines::Term> terms_;
};

}  // namespace passerby::engine
