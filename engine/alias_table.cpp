#include "engine/alias_table.hpp"

#include <limits>

namespace passerby::engine {

// Goes once through the options that fill no cell and once through those that fill more, which give to the
// others what is missing there (Hübschle-Schneider and Sanders, 2022).
void AliasTable::settle() {
    constexpr double no_bound = std::numeric_limits<double>::infinity();
    const double a_cell = sum_ / static_cast<double>(weights_.size());
    cells_.assign(weights_.size(), Cell{});
    std::size_t small = next(0, -1, a_cell), large = next(0, a_cell, no_bound);
    double left = large < weights_.size() ? weights_[large] : 0;
    while (large < weights_.size()) {
        if (left <= a_cell) {  // not enough for a cell any more
            const std::size_t giver = next(large + 1, a_cell, no_bound);
            if (giver == weights_.size()) { return; }  // by rounding
            cells_[large] = {left / a_cell, static_cast<std::int64_t>(giver)};
            left += weights_[giver] - a_cell;
            large = giver;
        } else if (small < weights_.size()) {
            cells_[small] = {weights_[small] / a_cell, static_cast<std::int64_t>(large)};
            left -= a_cell - weights_[small];
            small = next(small + 1, -1, a_cell);
        } else {
            return;  // by rounding
        }
    }
}

// The first of those that weigh more than `above`, but no more than `up_to`.
std::size_t AliasTable::next(std::size_t from, double above, double up_to) const {
    while (from < weights_.size() && (weights_[from] <= above || weights_[from] > up_to)) { ++from; }
    return from;
}

void AliasTable::forget() {
    weights_.assign(weights_.capacity(), 0);
    cells_.assign(cells_.capacity(), Cell{});
}

}  // namespace passerby::engine
