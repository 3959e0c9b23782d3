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
    // Where a rule stands: by which of its asks.
    struct Key {
        std::uint32_t ask = no_ask;  // none: in the stall of all
        std::uint32_t slot_field = 0;
    };
    // A glance, and how many requests it lets pass, about.
    struct Hint {
        Glance glance;
        float share;
    };

    Crowd crowd_of(Position first, Position end);
    Key key_of(RuleId rule) const;
    std::span<const std::uint32_t> values_of(const Key& key) const;
    void count_entries(Crowd& crowd);
    void put_up_stalls(Crowd& crowd);
    void fill_stalls(Crowd& crowd);
    CrowdEntry entry_of(Position position, const Key& key);
    std::optional<Hint> hint_of(const Footprint& footprint) const;
    std::uint32_t bits_of(const Footprint& footprint, const Field& field) const;

    const IndexSource& source_;
    const IndexShape& shape_;
    SlotIndex& index_;
    std::vector<std::uint32_t> slot_field_;           // by FieldId
    std::vector<Key> keys_;                           // of the crowd's rules
    std::vector<std::vector<std::uint32_t>> counts_;  // by slot field and value: entries
    std::vector<Hint> hints_;                         // of one rule
};

}  // namespace passerby::engine
