#include "engine/fields.hpp"

#include <algorithm>

#include "engine/chance.hpp"
#include "engine/overwrite.hpp"

namespace passerby::engine {

// Halves without branches: which way it goes is anybody's guess.
std::size_t count_not_above(const std::vector<double>& cuts, double value) {
    const double* at = cuts.data();
    std::size_t left = cuts.size();
    while (left > 1) {
        const std::size_t half = left / 2;
        at += half & (0 - static_cast<std::size_t>(at[half - 1] <= value));
        left -= half;
    }
    return static_cast<std::size_t>(at - cuts.data()) + (left == 1 && *at <= value ? 1u : 0u);
}

Bucket Field::of_number(double value) const {
    return static_cast<Bucket>(1 + count_not_above(cuts, value));
}

Rank Field::rank_of(double value) const {
    return static_cast<Rank>(count_not_above(ranking(), value));
}

// The most frequent symbols have the first buckets after `unlisted`.
void Field::add_bars(Bucket count) {
    bars = count;
    for (SymbolId symbol = 0; symbol < values(); ++symbol) {
        TextCell& cell = of_symbol[symbol];
        if (cell.bucket == unlisted_bucket) { continue; }
        const auto own = static_cast<Bucket>(cell.bucket - unlisted_bucket - 1);
        const auto shared =
            static_cast<Bucket>(bars_own + mix64(symbol + 1) % static_cast<Bucket>(bars - bars_own));
        cell.bar = static_cast<Bucket>(buckets + (own < bars_own ? own : shared));
    }
}

std::size_t Field::bytes() const {
    return of_symbol.size() * sizeof(TextCell) + cuts.size() * sizeof(double) +
           all_cuts.size() * sizeof(double) + cells.size() * sizeof(Cell);
}

std::size_t Fields::bytes() const {
    std::size_t bytes = of_column.size() * sizeof(FieldId);
    for (const Field& field : fields) { bytes += sizeof field + field.bytes(); }
    return bytes;
}

void Landing::find(const Fields& fields, const Evidence& evidence) {
    if (landed_.size() < fields.fields.size()) { landed_.resize(fields.fields.size()); }
    symbols_max_ = evidence.symbols_max();
    Landed* to = landed_.data();
    for (const Field& field : fields.fields) {
        Landed& landed = *to++;
        landed.known = evidence.knows(field.column);
        if (field.text) {
            const auto symbols = evidence.symbols(field.column);
            landed.first = symbols.data();
            landed.count = static_cast<std::uint32_t>(symbols.size());
        } else {
            landed.first = nullptr;
            landed.count = 0;
            if (landed.known) { landed.cell = field.cell_of(evidence.number(field.column)); }
        }
    }
}

void Landing::forget() {
    overwrite(std::span(landed_));
}

}  // namespace passerby::engine
