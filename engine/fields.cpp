#include "engine/fields.hpp"

#include <algorithm>

#include "engine/chance.hpp"

namespace passerby::engine {

namespace {

// Of the bars some have a lane of their own, the rest share one by hash.
constexpr Bucket bars_own = 16;

}  // namespace

// Halves without branches: which way it goes is anybody's guess.
std::size_t count_not_above(const std::vector<double>& cuts, double value) {
    const double* at = cuts.data();
    std::size_t left = cuts.size();
    while (left > 1) {
        const std::size_t half = left / 2;
        at += at[half - 1] <= value ? half : 0;
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
Bucket Field::bar_of(SymbolId symbol) const {
    const auto own = static_cast<Bucket>(of_symbol[symbol] - unlisted_bucket - 1);
    const auto shared =
        static_cast<Bucket>(bars_own + mix64(symbol + 1) % static_cast<Bucket>(bars - bars_own));
    return static_cast<Bucket>(buckets + (own < bars_own ? own : shared));
}

bool Field::is_shared_bar(Bucket bar) const {
    return bar >= buckets + bars_own;
}

std::size_t Field::bytes() const {
    return of_symbol.size() * sizeof(Bucket) + cuts.size() * sizeof(double) +
           all_cuts.size() * sizeof(double) + cells.size() * sizeof(Cell);
}

std::size_t Fields::bytes() const {
    std::size_t bytes = of_column.size() * sizeof(FieldId);
    for (const Field& field : fields) { bytes += sizeof field + field.bytes(); }
    return bytes;
}

void Landing::find(const Fields& fields, const Evidence& evidence) {
    ends_.assign(1, 0);
    landed_.clear();
    for (const Field& field : fields.fields) {
        if (!evidence.knows(field.column)) {
            landed_.push_back({});
        } else if (field.text) {
            land_members(field, evidence.symbols(field.column));
        } else {
            const Cell cell = field.cell_of(evidence.number(field.column));
            landed_.push_back({cell.bucket, cell.rank, cell.bucket});
        }
        ends_.push_back(static_cast<std::uint32_t>(landed_.size()));
    }
}

void Landing::land_members(const Field& field, std::span<const SymbolId> members) {
    const std::size_t first = landed_.size();
    for (const SymbolId symbol : members) {
        const Bucket bucket = field.of_text(symbol);
        const Landed landed{bucket, 0, bucket == unlisted_bucket ? Landed::no_value : symbol};
        const bool told = std::any_of(landed_.begin() + static_cast<std::ptrdiff_t>(first), landed_.end(),
                                      [&](const Landed& other) { return other.value == landed.value; });
        if (!told) { landed_.push_back(landed); }
    }
    if (members.empty()) { landed_.push_back({unlisted_bucket, 0, Landed::no_value}); }
}

void Landing::forget() {
    ends_.assign(ends_.capacity(), 0);
    landed_.assign(landed_.capacity(), Landed{});
}

}  // namespace passerby::engine
