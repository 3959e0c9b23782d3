#include "engine/fields.hpp"

#include <algorithm>

namespace passerby::engine {

Buckets Field::of_number(double value) const {
    const auto passed = std::upper_bound(cuts.begin(), cuts.end(), value) - cuts.begin();
    return {static_cast<Bucket>(1 + passed), no_bucket};
}

std::size_t Field::bytes() const {
    return of_symbol.size() * sizeof(Buckets) + cuts.size() * sizeof(double) + inexact_cells.size() / 8;
}

std::size_t Fields::bytes() const {
    std::size_t bytes = of_column.size() * sizeof(FieldId);
    for (const Field& field : fields) { bytes += sizeof field + field.bytes(); }
    return bytes;
}

void Landing::find(const Fields& fields, const Evidence& evidence) {
    spots_.clear();
    buckets_.clear();
    for (const Field& field : fields.fields) { spots_.push_back(land(field, evidence)); }
}

Landing::Spot Landing::land(const Field& field, const Evidence& evidence) {
    Spot spot{static_cast<std::uint32_t>(buckets_.size()), 0, false};
    if (!evidence.knows(field.column)) {
        buckets_.push_back({unknown_bucket, no_bucket});
    } else if (field.text) {
        for (const SymbolId symbol : evidence.symbols(field.column)) {
            buckets_.push_back(field.of_text(symbol));
            spot.inexact = spot.inexact || !buckets_.back().is_own();
        }
        if (buckets_.size() == spot.first) { buckets_.push_back({unlisted_bucket, no_bucket}); }
    } else {
        buckets_.push_back(field.of_number(evidence.number(field.column)));
        spot.inexact = field.inexact_cells[buckets_.back().first];
    }
    spot.count = static_cast<std::uint32_t>(buckets_.size()) - spot.first;
    return spot;
}

}  // namespace passerby::engine
