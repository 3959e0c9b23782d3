#include "engine/reading.hpp"

#include "engine/casefold.hpp"
#include "engine/limits.hpp"

namespace passerby::engine {

namespace {

Reading::Kind kind_of(const Signal& signal, bool whole) {
    if (signal.is_number()) { return Reading::Kind::number; }
    if (signal.type == SignalType::set) { return Reading::Kind::set; }
    return whole || signal.values_are == Values::open ? Reading::Kind::string : Reading::Kind::value;
}

}  // namespace

void Reading::settle(const Vocabulary& vocabulary, std::span<Symbols> symbols) {
    for (const SignalId id : signals) {
        const Signal& signal = vocabulary[id];
        Row& row = rows.emplace_back(Row{id, kind_of(signal, whole[id]), whole[id], signal.minds_case(), 0});
        if (signal.is_text()) { symbols[id].settle(); }
        if (row.kind == Kind::value) { row.first_value = map_values(signal, symbols[id]); }
        symbols_max += row.kind == Kind::set ? limits::set_members_max : 1;
    }
}

std::uint32_t Reading::map_values(const Signal& signal, const Symbols& symbols) {
    const auto first = static_cast<std::uint32_t>(symbol_of_value.size());
    for (ValueId value = 0; value < value_count(signal); ++value) {
        symbol_of_value.push_back(symbols.find(folded(value_at(signal, value))).value_or(unlisted));
    }
    symbol_of_value.push_back(unlisted);
    return first;
}

}  // namespace passerby::engine
