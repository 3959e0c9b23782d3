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
    Bucket bucket;
    Rank rank;
};

// How many of the ascending cuts are not above the value.
std::size_t count_not_above(const std::vector<double>& cuts, double value);

struct Field {
    Column column = 0;
    bool text = false;
    Bucket buckets = 2;
    Bucket first_shared = 2;            // text: from here on buckets stand for several values
    Bucket bars = 0;                    // sets: how many lanes of bars there are behind those of the buckets
    std::vector<Bucket> of_symbol;      // text: by SymbolId; a symbol beyond is unlisted
    std::vector<Bucket> bar_of_symbol;  // sets with bars: alike
    std::vector<double> cuts;      // numbers: ascending; bucket 1 lies below all, i + 2 begins at cuts[i]
    std::vector<double> all_cuts;  // numbers: ascending; empty: `cuts` are all
    bool blurred = false;          // numbers: even all_cuts are not all
    std::vector<float> frequency;  // only while compiling: by symbol or bucket, how much is asked for it

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
    Bucket of_text(SymbolId symbol) const {
        return symbol < of_symbol.size() ? of_symbol[symbol] : unlisted_bucket;
    }
    bool is_shared(Bucket bucket) const { return text && bucket >= first_shared; }
    bool is_ranked() const { return !all_cuts.empty(); }
    void add_bars(Bucket count);  // once the buckets are known
    // The lane of the bar against a listed symbol; whether others share it.
    Bucket bar_of(SymbolId symbol) const { return bar_of_symbol[symbol]; }
    bool is_shared_bar(Bucket bar) const;
    std::size_t lanes() const { return std::size_t{buckets} + bars; }
    // What clusters tell apart: symbols, or cells.
    std::size_t values() const { return text ? of_symbol.size() : buckets; }
    std::size_t bytes() const;
};

struct Fields {
    static constexpr FieldId no_field = UINT16_MAX;

    std::vector<Field> fields;
    std::vector<FieldId> of_column;  // no_field where no rule asks

    std::size_t bytes() const;
};

// One value of a request: its bucket, and the value itself as clusters know it.
struct Landed {
    Bucket bucket = unknown_bucket;
    Rank rank = 0;                   // of a number
    std::uint32_t value = no_value;  // a SymbolId, or a cell of numbers

    static constexpr std::uint32_t no_value = UINT32_MAX;  // unknown, or listed by no rule
};

// Where one request falls in every field. Owned by one thread and reused.
class Landing {
  public:
    void find(const Fields& fields, const Evidence& evidence);
    void forget();

    std::size_t size() const { return count_; }
    // Several only of a set, each once; any of them may accept.
    std::span<const Landed> in(FieldId field) const {
        return {landed_.data() + ends_[field], ends_[field + 1u] - ends_[field]};
    }

  private:
    std::vector<std::uint32_t> ends_;  // field f is [ends_[f], ends_[f + 1])
    std::vector<Landed> landed_;
    std::uint32_t count_ = 0;  // of landed_
};

}  // namespace passerby::engine
