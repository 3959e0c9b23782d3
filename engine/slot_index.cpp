#include "engine/slot_index.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

template <class Combine>
void combine(Lane& lane, const Lane& other, Combine&& with) {
    for (std::size_t word = 0; word < lane.size(); ++word) { lane[word] = with(lane[word], other[word]); }
}

void keep(Lane& lane, const Lane& other) {
    combine(lane, other, [](std::uint64_t a, std::uint64_t b) { return a & b; });
}
void add(Lane& lane, const Lane& other) {
    combine(lane, other, [](std::uint64_t a, std::uint64_t b) { return a | b; });
}
void drop(Lane& lane, const Lane& other) {
    combine(lane, other, [](std::uint64_t a, std::uint64_t b) { return a & ~b; });
}
bool is_empty(const Lane& lane) {
    std::uint64_t any = 0;
    for (const std::uint64_t word : lane) { any |= word; }
    return any == 0;
}

}  // namespace

Lane SlotIndex::candidates(const Block& block, const Evidence& evidence) const {
    Lane lane = block.present;
    for (std::uint32_t i = 0; i < block.column_count && !is_empty(lane); ++i) {
        const BlockColumn& column = columns[block.first_column + i];
        if (!evidence.knows(column.column)) {
            keep(lane, lanes[column.unknown]);
        } else if (column.text) {
            narrow_text(column, evidence, lane);
        } else {
            keep(lane, number_lane(column, evidence.number(column.column)));
        }
    }
    return lane;
}

void SlotIndex::narrow_text(const BlockColumn& column, const Evidence& evidence, Lane& lane) const {
    Lane accepted = lanes[column.known];
    const auto symbols = evidence.symbols(column.column);
    for (const SymbolId symbol : symbols) {
        const TextValue* value = find_value(column, symbol);
        if (value != nullptr && value->adds != no_lane) { add(accepted, lanes[value->adds]); }
    }
    for (const SymbolId symbol : symbols) {
        const TextValue* value = find_value(column, symbol);
        if (value != nullptr && value->drops != no_lane) { drop(accepted, lanes[value->drops]); }
    }
    keep(lane, accepted);
}

const TextValue* SlotIndex::find_value(const BlockColumn& column, SymbolId symbol) const {
    const auto begin = values.begin() + column.first;
    const auto end = begin + column.count;
    const auto at = std::lower_bound(
        begin, end, symbol, [](const TextValue& value, SymbolId sought) { return value.symbol < sought; });
    return at != end && at->symbol == symbol ? &*at : nullptr;
}

const Lane& SlotIndex::number_lane(const BlockColumn& column, double value) const {
    const auto begin = cuts.begin() + column.first;
    const auto passed = std::upper_bound(begin, begin + column.count, value) - begin;
    return lanes[column.first_lane + static_cast<std::size_t>(passed)];
}

std::size_t SlotIndex::bytes() const {
    return (rules.size() + disabled.size()) * sizeof(RuleId) + blocks.size() * sizeof(Block) +
           columns.size() * sizeof(BlockColumn) + values.size() * sizeof(TextValue) +
           cuts.size() * sizeof(double) + lanes.size() * sizeof(Lane);
}

}  // namespace passerby::engine
