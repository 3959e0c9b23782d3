// Finds the crowds of a slot and puts up their stalls; lives only while a rule set is compiled.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "engine/block_builder.hpp"
#include "engine/slot_index.hpp"

namespace passerby::engine {

class CrowdBuilder {
  public:
    // The index knows its rules, their ties and its fields.
    CrowdBuilder(const IndexSource& source, const IndexShape& shape, SlotIndex& index);

    void build();

  private:
    // A glance, and how many requests it lets pass, about.
    struct Hint {
        Glance glance;
        float share;
    };

    Crowd crowd_of(Position first, Position end);
    std::uint32_t key_of(RuleId rule) const;
    void put_up_stalls(Crowd& crowd) const;
    void fill_stalls(Crowd& crowd);
    CrowdEntry entry_of(Position position, std::uint32_t key);
    std::optional<Hint> hint_of(const Footprint& footprint) const;
    std::uint32_t bits_of(const Footprint& footprint, const Field& field) const;

    const IndexSource& source_;
    const IndexShape& shape_;
    SlotIndex& index_;
    std::vector<std::uint32_t> slot_field_;  // by FieldId
    std::vector<std::uint32_t> keys_;  // of the crowd's rules: the number of an Ask; none: the stall of all
    std::vector<Hint> hints_;          // of one rule
};

}  // namespace passerby::engine
