// Every signal that rules ask about, cut into a few dozen buckets: the alphabet of the index.
//
//   page.section   0 unknown | 1 unlisted | 2 sport | 3 arts | …     then, where there are too many values:
//                  shared by those with the first hash | with the second | …
//   cart_value     0 unknown | 1 below 20 | 2 from 20 | 3 from 50 | …
//
// Frequent values have a bucket of their own; the rest share some. A request falls into one bucket of each
// field (of a set: one a member). Each bucket has a lane: who passes there. A set has further ones, of bars:
// who may have that member. Where a bucket is shared, it does not say all, and those whom it concerns
// are checked exactly. Numbers that rules cut too finely for a bucket between any two cuts are ranked among
// all cuts beside, and each rule keeps the span of ranks that it accepts. Immutable after compile.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/evidence.hpp"

namespace passerby::engine {

using Bucket = std::uint16_t;
using FieldId = std::uint16_t;

inline constexpr Bucket unknown_bucket = 0;   // only rules that do not ask pass
inline constexpr Bucket unlisted_bucket = 1;  // of texts: a value that no rule names; an empty set

using Rank = std::uint16_t;

// The ranks that a rule accepts: [first, end), on a circle: where `end` comes first, all but [end, first).
struct RankSpan {
    Rank first = 0, end = UINT16_MAX;  // every rank there is
    bool has(Rank rank) const { return static_cast<Rank>(rank - first) < static_cast<Rank>(end - first); }
};

struct Cell {
    Bucket bucket = unknown_bucket;
    Rank rank = 0;
};

// Where a listed text has its lanes in a field.
struct TextCell {
    Bucket bucket = unlisted_bucket;
    Bucket bar = no_bar;  // of a set with bars: the lane of who may have it

    static constexpr Bucket no_bar = 0;  // nobody minds: the lanes of bars come behind those of buckets
};

// How many of the ascending cuts are not above the value.
std::size_t count_not_above(const std::vector<double>& cuts, double value);

struct Field {
    Column column = 0;
    bool text = false, set = false;
    Bucket buckets = 2;
    Bucket first_shared = 2;          // text: from here on buckets stand for several values
    Bucket bars = 0;                  // sets: how many lanes of bars there are behind those of the buckets
    std::vector<TextCell> of_symbol;  // text: by SymbolId; the last one is that of all symbols beyond
    std::vector<double> cuts;         // numbers: ascending; bucket 1 lies below all, i + 2 begins at cuts[i]
    std::vector<double> all_cuts;     // numbers: ascending; empty: `cuts` are all
    bool blurred = false;             // numbers: even all_cuts are not all
    std::vector<float> frequency;     // only while compiling: by symbol or bucket, how much is asked for it

    // Numbers: by rank, or of whole numbers from whole_first on by value, so that they need no search.
    std::vector<Cell> cells;
    double whole_first = 0;
    bool by_value = false;

    Cell cell_of(double value) const {
        if (!by_value) { return cells[count_not_above(ranking(), value)]; }
        const double last = whole_first + static_cast<double>(cells.size() - 1);
        return cells[static_cast<std::size_t>(std::clamp(value, whole_first, last) - whole_first)];
    }
    // The same, of any number and by searching: for ends of intervals.
    Bucket of_number(double value) const;
    Rank rank_of(double value) const;  // how many of all cuts are not above
    const std::vector<double>& ranking() const { return is_ranked() ? all_cuts : cuts; }
    const TextCell& of_text(SymbolId symbol) const {
        return of_symbol[std::min<std::size_t>(symbol, of_symbol.size() - 1)];
    }
    bool is_shared(Bucket bucket) const { return text && bucket >= first_shared; }
    bool is_ranked() const { return !all_cuts.empty(); }
    void add_bars(Bucket count);  // once the buckets are known
    bool is_shared_bar(Bucket bar) const { return bar >= buckets + bars_own; }
    std::size_t lanes() const { return std::size_t{buckets} + bars; }
    // What clusters tell apart: symbols, or cells.
    std::size_t values() const { return text ? of_symbol.size() - 1 : buckets; }
    std::size_t bytes() const;

    // Of the bars so many have a lane of their own, the rest share some by hash.
    static constexpr Bucket bars_own = 16;
};

struct Fields {
    static constexpr FieldId no_field = UINT16_MAX;

    std::vector<Field> fields;
    std::vector<FieldId> of_column;  // no_field where no rule asks

    std::size_t bytes() const;
};

// What a request says in one field.
struct Landed {
    const SymbolId* first = nullptr;  // of a text: in the evidence; null of a number
    std::uint32_t count = 0;          // one of a string; of a set any number, in no order
    Cell cell{};                      // of a number
    bool known = false;

    std::span<const SymbolId> symbols() const { return {first, count}; }
    // `tell(value)` for each, as clusters and stalls know them: cells and symbols.
    template <class Tell>
    void for_each_value(Tell&& tell) const {
        if (!known) { return; }
        if (first == nullptr) { tell(std::uint32_t{cell.bucket}); }
        for (const SymbolId symbol : symbols()) { tell(symbol); }
    }
};

// Where one request falls in every field. Owned by one thread and reused.
class Landing {
  public:
    // Points into the evidence.
    void find(const Fields& fields, const Evidence& evidence);
    void forget();

    const Landed& in(FieldId field) const { return landed_[field]; }
    // At most so many symbols in all fields together.
    std::size_t symbols_max() const { return symbols_max_; }
    // Whether it passes in one of the buckets for which `passes(Bucket)`.
    template <class Passes>
    bool passes_in(FieldId id, const Field& field, Passes&& passes) const {
        const Landed& landed = in(id);
        if (!landed.known) { return passes(unknown_bucket); }
        if (!field.text) { return passes(landed.cell.bucket); }
        if (landed.count == 0) { return passes(unlisted_bucket); }
        const auto symbols = landed.symbols();
        return std::any_of(symbols.begin(), symbols.end(),
                           [&](SymbolId symbol) { return passes(field.of_text(symbol).bucket); });
    }

  private:
    std::vector<Landed> landed_;  // by FieldId
    std::size_t symbols_max_ = 0;
};

}  // namespace passerby::engine
