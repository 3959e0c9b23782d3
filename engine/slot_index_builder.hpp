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
    // What a rule's cluster goes by.
    struct Key {
        std::uint32_t ask = no_ask;  // none: the cluster of all
        std::uint32_t field = 0;     // in index_.fields
    };

    void choose_fields();
    void note_who_passes(std::size_t at);
    void find_ties();
    void build_head(BlockBuilder& blocks);
    void build_clusters(BlockBuilder& blocks);
    Key key_of(RuleId rule) const;
    std::span<const std::uint32_t> values_of(const Key& key) const;
    void choose_keys();
    void count_values();
    void make_clusters();
    void fill_clusters();
    void build_all_blocks(BlockBuilder& blocks);
    void build_blocks(std::span<Cluster> clusters, BlockBuilder& blocks);
    std::size_t clusters_together(std::size_t first) const;
    void fill_spans();
    float expected_matches(std::size_t rules) const;
    std::size_t words_for_all(const BlockBuilder& blocks) const;

    const IndexSource& source_;
    const IndexShape& shape_;
    SlotIndex& index_;
    std::vector<std::uint32_t> slot_field_;           // by FieldId: in index_.fields
    std::vector<Key> keys_;                           // by Position
    std::vector<std::vector<std::uint32_t>> counts_;  // by slot field and value: entries
    std::vector<BlockEntry> block_entries_;
};

}  // namespace passerby::engine
