// Draws one of several options by weight, each draw in the same few steps, whatever the weights: for many
// draws from one lot. Walker's alias method (1974); every cell holds as much of two options as fits.
// Owned by one thread and reused; once warm it allocates nothing.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/chance.hpp"

namespace passerby::engine {

class AliasTable {
  public:
    void clear() {
        weights_.clear();
        sum_ = 0;
    }
    void add(double weight) {
        weights_.push_back(weight);
        sum_ += weight;
    }
    // Once all were added, at least one of them above 0.
    void settle();

    std::size_t draw(Chance& chance) const {
        const double at = chance.share() * static_cast<double>(cells_.size());
        const auto number = static_cast<std::int64_t>(at);
        const Cell& cell = cells_[static_cast<std::size_t>(number)];
        const std::int64_t drawn[] = {cell.other, number};
        return static_cast<std::size_t>(drawn[at - static_cast<double>(number) < cell.keep ? 1 : 0]);
    }
    void forget();

  private:
    struct Cell {
        double keep = 1;         // so much of the cell belongs to its own option …
        std::int64_t other = 0;  // … and the rest to this one
    };
    std::size_t next(std::size_t from, double above, double up_to) const;

    std::vector<double> weights_;
    double sum_ = 0;
    std::vector<Cell> cells_;
};

}  // namespace passerby::engine
