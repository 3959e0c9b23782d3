// Every signal that rules ask about, cut into a few dozen buckets: the alphabet of the index.
//
//   page.section   0 unknown | 1 unlisted | 2 sport | 3 arts | …        then, where there are too many
//   values:
//                  shared by the first hash … | told apart again by the second hash …
//   cart_value     0 unknown | 1 below 20 | 2 from 20 | 3 from 50 | …
//
// Frequent values have a bucket of their own; the rest share some, and a second bucket by another hash tells
// most of them apart. A request falls into one bucket of each field (of a set: one a member). A bucket that
// is no single value, or a cell of numbers that some rule cuts, is inexact: who passes there and asks is
// checked once more. Immutable after compile.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/evidence.hpp"

namespace passerby::engine {

using Bucket = std::uint16_t;
using FieldId = std::uint16_t;

inline constexpr Bucket unknown_bucket = 0;   // only rules that do not ask pass
inline constexpr Bucket unlisted_bucket = 1;  // of texts: a value that no rule names; an empty set
inline constexpr Bucket no_bucket = UINT16_MAX;

// Where one value falls; where there are two buckets, both must accept.
struct Buckets {
    Bucket first = unknown_bucket, second = no_bucket;
    bool is_own() const { return second == no_bucket; }
};

struct Field {
    Column column = 0;
    bool text = false;
    Bucket width = 2;                // how many buckets
    std::vector<Buckets> of_symbol;  // text: by SymbolId; a symbol beyond is unlisted
    std::vector<double> cuts;  // numbers: ascending; bucket 1 lies below all, bucket i + 2 begins at cuts[i]
    std::vector<bool> inexact_cells;  // numbers: by bucket

    Buckets of_number(double value) const;
    Buckets of_text(SymbolId symbol) const {
        return symbol < of_symbol.size() ? of_symbol[symbol] : Buckets{unlisted_bucket, no_bucket};
    }
    std::size_t bytes() const;
};

struct Fields {
    static constexpr FieldId no_field = UINT16_MAX;

    std::vector<Field> fields;
    std::vector<FieldId> of_column;  // no_field where no rule asks

    std::size_t bytes() const;
};

// Where one request falls in every field. Owned by one thread and reused.
class Landing {
  public:
    void find(const Fields& fields, const Evidence& evidence);

    // Several only of a set; any of them may accept.
    std::span<const Buckets> buckets(FieldId field) const {
        return std::span(buckets_).subspan(spots_[field].first, spots_[field].count);
    }
    // Whether a rule that asks the field and passes must be checked once more.
    bool is_inexact(FieldId field) const { return spots_[field].inexact; }

  private:
    struct Spot {
        std::uint32_t first = 0, count = 0;
        bool inexact = false;
    };
    Spot land(const Field& field, const Evidence& evidence);

    std::vector<Spot> spots_;  // by FieldId
    std::vector<Buckets> buckets_;
};

}  // namespace passerby::engine
