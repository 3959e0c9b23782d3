// Lays out one slot's head and clusters; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <vector>

#include "engine/block_builder.hpp"
#include "engine/slot_index.hpp"

namespace passerby::engine {

class SlotIndexBuilder {
  public:
    SlotIndexBuilder(const IndexSource& source, const IndexShape& shape, SlotIndex& index);

    // Once the index knows its rules, in order.
    void build();

  private:
    // A rule by what must hold for it to hold, or by one of its ways; and what its cluster goes by.
    struct Entrant {
        Position at = 0;
        std::uint32_t way = no_way;
        std::uint32_t key = no_ask;  // the number of an Ask; none: the cluster of all
    };
    static constexpr std::uint32_t no_way = UINT32_MAX;

    bool has_clusters() const { return index_.rules.size() > shape_.head_rules; }
    void choose_fields();
    void note_fields_of_ways(RuleId rule, std::vector<bool>& asked) const;
    void note_who_passes(std::size_t at);
    void find_ties();
    void build_head(BlockBuilder& blocks);
    void build_clusters(BlockBuilder& blocks);
    void list_entrants();
    void list_rejections();
    std::span<const Ask> asks_of(const Entrant& entrant) const;
    std::uint32_t key_of(const Entrant& entrant) const;
    bool may_be_key(const Footprint& footprint) const;
    void choose_key_fields();
    std::vector<float> losses_without(std::size_t step) const;
    void choose_keys();
    void make_clusters();
    void fill_clusters();
    BlockEntry whole(Position at) const;
    BlockEntry entry_of(const Entrant& entrant) const;
    void build_all_blocks(BlockBuilder& blocks);
    void build_blocks(std::span<Cluster> clusters, BlockBuilder& blocks);
    std::size_t clusters_together(std::size_t first) const;
    void fill_spans();
    float expected_matches(std::size_t rules) const;
    std::size_t words_for_all(const BlockBuilder& blocks) const;

    const IndexSource& source_;
    const IndexShape& shape_;
    SlotIndex& index_;
    std::vector<std::uint32_t> slot_field_;  // by FieldId: in index_.fields
    std::vector<bool> is_key_field_;         // by slot field: whether clusters go by it
    std::vector<Entrant> entrants_;          // by Position; of a rule with ways one after another
    std::vector<std::uint32_t> entrant_of_;  // by entry beyond the head: in entrants_
    std::vector<BlockEntry> block_entries_;
};

}  // namespace passerby::engine
