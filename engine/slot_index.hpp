// The rules of one slot, by priority, in blocks of 512; and the lanes that rule most of them out at once.
//
//      a lane: one bit a rule of a block                       a request: section sport, hour 19
//      page.section  unknown  1001…   rules that do not ask
//                    sport    1011…   … or pass on sport   ◀─┐
//                    arts     1101…                           AND ─▶ candidates
//      time.hour     0–17     1001…                           │
//                    18–23    1011…   … or pass from 18 to 23 ◀┘
//
// One lane of each field (of a set: the OR of its members' lanes), ANDed, leaves the candidates: never too
// few, seldom too many. A candidate is a match if the lanes say all that it asks, or if an exact check says
// so. Unknown signals need no care elsewhere: only rules that do not ask pass. Immutable after compile.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/fields.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"

namespace passerby::engine {

inline constexpr std::size_t block_rules = 512;
inline constexpr std::size_t lane_words = block_rules / 64;

struct alignas(64) Lane {
    std::array<std::uint64_t, lane_words> words{};

    bool has(std::size_t bit) const { return (words[bit / 64] >> (bit % 64) & 1) != 0; }
    void set(std::size_t bit) { words[bit / 64] |= std::uint64_t{1} << (bit % 64); }
    void clear(std::size_t bit) { words[bit / 64] &= ~(std::uint64_t{1} << (bit % 64)); }
    bool is_empty() const {
        std::uint64_t any = 0;
        for (const std::uint64_t word : words) { any |= word; }
        return any == 0;
    }
    Lane& operator&=(const Lane& other) {
        for (std::size_t i = 0; i < words.size(); ++i) { words[i] &= other.words[i]; }
        return *this;
    }
    Lane& operator|=(const Lane& other) {
        for (std::size_t i = 0; i < words.size(); ++i) { words[i] |= other.words[i]; }
        return *this;
    }
    Lane operator~() const {
        Lane lane;
        for (std::size_t i = 0; i < words.size(); ++i) { lane.words[i] = ~words[i]; }
        return lane;
    }
    // The first `count` bits.
    static Lane first(std::size_t count);
};

// A field that some rule of the slot asks, and where its lanes begin.
struct SlotField {
    FieldId field;
    std::uint32_t first_lane;  // of bucket 0, block 0; a bucket's lanes stand side by side, block by block
};

struct SlotIndex {
    NodeId when = 0;  // of the slot; holds for each of its rules
    std::optional<ContentId> fallback;
    std::uint8_t count = 1;
    std::vector<RuleId> rules;  // enabled, by priority, then by the order of files
    std::vector<RuleId> disabled;

    std::vector<SlotField> fields;    // the most asked first
    std::vector<Lane> lanes;          // by field, bucket and block
    std::vector<Lane> on_site_clock;  // by block
    std::vector<Lane> needs_check;    // by block: the lanes do not say all that the rule asks

    std::size_t block_count() const { return (rules.size() + block_rules - 1) / block_rules; }
    const Lane& lane(const SlotField& field, Bucket bucket, std::size_t block) const {
        return lanes[field.first_lane + bucket * block_count() + block];
    }
    // The rules of the block that the lanes do not rule out.
    Lane candidates(std::size_t block, const Landing& landing) const;
    // Whether the candidate must be checked exactly.
    bool is_open(std::size_t block, std::size_t bit, const Landing& landing) const;
    std::size_t bytes() const;

  private:
    Lane accepting(const SlotField& field, Buckets buckets, std::size_t block) const;
};

}  // namespace passerby::engine
