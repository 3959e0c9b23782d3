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
void Field::add_bars(Bucket count) {
    bars = count;
    for (SymbolId symbol = 0; symbol < of_symbol.size(); ++symbol) {
        const auto own = static_cast<Bucket>(of_symbol[symbol] - unlisted_bucket - 1);
        const auto shared =
            static_cast<Bucket>(bars_own + mix64(symbol + 1) % static_cast<Bucket>(bars - bars_own));
        bar_of_symbol.push_back(static_cast<Bucket>(buckets + (own < bars_own ? own : shared)));
    }
}

bool Field::is_shared_bar(Bucket bar) const {
    return bar >= buckets + bars_own;
}

std::size_t Field::bytes() const {
    return (of_symbol.size() + bar_of_symbol.size()) * sizeof(Bucket) + cuts.size() * sizeof(double) +
           all_cuts.size() * sizeof(double) + cells.size() * sizeof(Cell);
}

std::size_t Fields::bytes() const {
    std::size_t bytes = of_column.size() * sizeof(FieldId);
    for (const Field& field : fields) { bytes += sizeof field + field.bytes(); }
    return bytes;
}

namespace {

bool is_told(const Landed* first, const Landed* last) {
    return std::any_of(first, last, [&](const Landed& other) { return other.value == last->value; });
}

Landed* land_members(const Field& field, std::span<const SymbolId> members, Landed* const first) {
    Landed* end = first;
    std::uint64_t told = 0;  // a bit for each value so far, which several may share
    for (const SymbolId symbol : members) {
        const Bucket bucket = field.of_text(symbol);
        *end = {bucket, 0, bucket == unlisted_bucket ? Landed::no_value : symbol};
        const std::uint64_t mark = std::uint64_t{1} << (end->value % 64);
        if ((told & mark) != 0 && is_told(first, end)) { continue; }
        told |= mark;
        ++end;
    }
    if (end == first) { *end++ = {unlisted_bucket, 0, Landed::no_value}; }
    return end;
}

// Where the field's value falls, or each of its values; what comes behind them.
Landed* land(const Field& field, const Evidence& evidence, Landed* to) {
    if (!evidence.knows(field.column)) {
        *to = {};
        return to + 1;
    }
    if (field.text) { return land_members(field, evidence.symbols(field.column), to); }
    const Cell cell = field.cell_of(evidence.number(field.column));
    *to = {cell.bucket, cell.rank, cell.bucket};
    return to + 1;
}

}  // namespace

void Landing::find(const Fields& fields, const Evidence& evidence) {
    const std::size_t room = fields.fields.size() + evidence.symbols_max() + 1;
    if (landed_.size() < room) { landed_.resize(2 * room); }
    if (ends_.size() <= fields.fields.size()) { ends_.resize(fields.fields.size() + 1); }
    Landed* const first = landed_.data();
    Landed* to = first;
    std::uint32_t* end = ends_.data();
    for (const Field& field : fields.fields) {
        to = land(field, evidence, to);
        *++end = static_cast<std::uint32_t>(to - first);
    }
    count_ = static_cast<std::uint32_t>(to - first);
}

void Landing::forget() {
    std::fill(ends_.begin(), ends_.end(), 0);
    std::fill(landed_.begin(), landed_.end(), Landed{});
    count_ = 0;
}

}  // namespace passerby::engine
