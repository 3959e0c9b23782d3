// The rules of one slot, ready to be matched: a head, and clusters.
//
//   head      the first 8,192 rules by priority, in blocks of 512. Most decisions end in its first blocks,
//             however many rules stand behind them.
//   clusters  where there are more: every rule of the slot in the cluster of the rarest value that it asks
//             for (in several, if any of several values will do), so that a request looks only where one of
//             its own values leads. Within a cluster again blocks, by priority.
//
//   page.keywords  "ticket" ──▶ cluster 17: block ▒▒▒▒▒▒▒▒ block ▒▒▒▒
//                  "derby"  ──▶ cluster 18: block ▒▒              clusters of few rules share a block,
//                  "cup"    ──▶ cluster 19:       ▒▒              each has a stretch of its bits
//   nothing rare asked  ─────▶ cluster 0: every request looks here
//
//   crowds    rules of one priority, so many that the winner is drawn from stalls of their own; see
//   crowd.hpp.
//
// Immutable after compile.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "engine/crowd.hpp"
#include "engine/fields.hpp"
#include "engine/lanes.hpp"
#include "engine/program.hpp"
#include "engine/rejections.hpp"
#include "engine/rule_set.hpp"
#include "engine/timeline.hpp"

namespace passerby::engine {

using ClusterId = std::uint32_t;

inline constexpr ClusterId cluster_of_all = 0;
inline constexpr ClusterId no_cluster = UINT32_MAX;

// How a slot is laid out; tests make it small.
struct IndexShape {
    std::size_t head_rules = 8'192;   // with no more than these a slot has no clusters
    std::size_t cluster_rules = 64;   // clusters of fewer share a block
    std::size_t crowd_rules = 1'024;  // from so many of equal priority on winners are drawn, not listed
};

// A field that some rule of the slot asks, and where its lanes begin in each block.
struct SlotField {
    FieldId field;
    LaneId first_lane;                       // of bucket 0
    std::vector<ClusterId> cluster_of = {};  // by value; empty: no cluster goes by this field
    std::vector<bool> somebody_passes = {};  // by bucket; only of one in asked_by_all
};

// The rules of one value, or of none. It begins in its first block, which it may share with others; further
// ones are its own.
struct Cluster {
    std::uint32_t first_block = 0;
    std::uint32_t first_entry = 0, entries = 0;
};

struct SlotIndex {
    NodeId when = 0;           // of the slot; holds for each of its rules
    bool always_asks = false;  // no condition at all
    std::optional<ContentId> fallback;
    std::uint8_t count = 1;
    std::vector<RuleId> rules;  // enabled, by Position
    std::vector<RuleId> disabled;

    std::uint32_t layout = 0;  // slots of one layout have the same lanes for the same fields
    std::vector<SlotField> fields;
    std::vector<std::uint32_t> asked_by_all;  // of these, where one can rule out every rule in clusters
    LaneId lane_count = 0;
    Lanes lanes;
    Timelines timelines;
    std::vector<Block> head;
    std::vector<std::uint64_t> tied;  // bit by Position: of the same priority as the one before
    std::vector<Crowd> crowds;        // ascending

    std::vector<Cluster> clusters;  // empty: the head holds all
    std::vector<Block> blocks;      // of the clusters
    Rejections rejections;          // of the rules in clusters

    // The rules of all blocks side by side; those of the head come first, at their own positions.
    std::vector<Position> entries;  // ascending within the head and within a cluster
    std::vector<RankSpan> spans;    // by entry: one for each ranked field of the slot
    std::size_t ranked_fields = 0;

    Position head_rules = 0;  // so many stand in the head
    bool spans_hold(std::size_t entry, std::span<const Rank> ranks) const {
        const RankSpan* span = spans.data() + entry * ranks.size();
        for (const Rank rank : ranks) {
            if (!(span++)->has(rank)) { return false; }
        }
        return true;
    }
    // One past the last rule of the same priority.
    Position tier_end(Position position) const;
    const Crowd* crowd_at(Position position) const;
    // The first that ends beyond; null: none.
    const Crowd* next_crowd(Position from) const { return crowds.empty() ? nullptr : find_crowd(from); }
    // Whether the request alone rules out every rule: none passes on one of its values.
    bool is_hopeless(const Fields& all_fields, const Landing& landing) const;
    void find_route(const Fields& all_fields, const Landing& landing, Route& route) const;

    const Crowd* find_crowd(Position from) const;  // next_crowd() where there are any
    std::size_t lane_bytes() const;
    std::size_t cluster_bytes() const;
    std::size_t crowd_bytes() const;
    std::size_t bytes() const;
};

}  // namespace passerby::engine
