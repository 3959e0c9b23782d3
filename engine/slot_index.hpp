// The rules of one slot, by priority, in blocks of 512; and the columns that rule most of them out at once.
//
//      block of 512 rules, one bit each                     a context: section = sport, hour = 19
//      column page.section   known     1101…   rules that do not ask, or ask "not …"
//                            unknown   1001…   rules that do not ask
//                            sport    +0010…   pass on this value   -1000…  ask "not sport"
//      column time.hour      0–17 1001…   18–23 1011…   (one lane between any two cuts)
//
// AND over the columns leaves the candidates. A bit that survives is a match if its rule's tests all stand
// in columns; else the rest of its condition is checked exactly. Unknown signals need no care elsewhere:
// only rules that do not ask pass. Immutable after compile.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/program.hpp"
#include "engine/rule_set.hpp"

namespace passerby::engine {

inline constexpr std::size_t block_rules = 512;
using Lane = std::array<std::uint64_t, block_rules / 64>;
using LaneId = std::uint32_t;
inline constexpr LaneId no_lane = UINT32_MAX;

struct TextValue {
    SymbolId symbol;
    LaneId adds, drops;  // no_lane: none
};

struct BlockColumn {
    Column column;
    bool text;
    LaneId known, unknown;  // text: when known (`known` is then changed by the values); number: only unknown
    std::uint32_t first, count;  // text: in values, by symbol; number: in cuts, ascending
    LaneId first_lane;           // number: lane of values below the first cut; one further lane a cut
};

struct Block {
    std::uint32_t first_column, column_count;
    Lane present;  // enabled rules
    Lane on_site_clock;
    Lane needs_check;  // the columns do not say everything
};

struct SlotIndex {
    NodeId when = 0;  // of the slot; holds for each of its rules
    std::optional<ContentId> fallback;
    std::uint8_t count = 1;
    std::vector<RuleId> rules;  // enabled, by priority, then by the order of files
    std::vector<RuleId> disabled;
    std::vector<Block> blocks;
    std::vector<BlockColumn> columns;
    std::vector<TextValue> values;
    std::vector<double> cuts;
    std::vector<Lane> lanes;

    // The rules of the block that the columns do not rule out.
    Lane candidates(const Block& block, const Evidence& evidence) const;
    std::size_t bytes() const;

  private:
    void narrow_text(const BlockColumn& column, const Evidence& evidence, Lane& lane) const;
    const TextValue* find_value(const BlockColumn& column, SymbolId symbol) const;
    const Lane& number_lane(const BlockColumn& column, double value) const;
};

}  // namespace passerby::engine
