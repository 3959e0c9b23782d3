// Short names and their places, found without a loop over letters. Immutable once filled.
//
// Open addressing with linear probing over a power of two, at most half full; a cell holds the name itself.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/short_text.hpp"

namespace passerby::engine {

class ShortNames {
  public:
    using Place = std::uint32_t;

    ShortNames() = default;
    template <class Names>
    explicit ShortNames(const Names& names) {
        Place place = 0;
        for (const std::string_view name : names) { insert(name, place++); }
    }

    static bool fits(std::string_view name) { return name.size() <= ShortText::size_max; }
    // One that fits and is not here yet.
    void insert(std::string_view name, Place place) {
        if (2 * ++count_ > cells_.size()) { grow(); }
        put({ShortText::of(name), place});
    }

    // Also of one that does not fit.
    std::optional<Place> find(std::string_view name) const {
        if (!fits(name) || cells_.empty()) { return std::nullopt; }
        const ShortText wanted = ShortText::of(name);
        std::size_t at = home_of(wanted);
        while (cells_[at].name != wanted && cells_[at].place != vacant) { at = next(at); }
        return cells_[at].place == vacant ? std::nullopt : std::optional(cells_[at].place);
    }

  private:
    static constexpr Place vacant = UINT32_MAX;
    struct Cell {
        ShortText name;
        Place place = vacant;
    };

    std::size_t home_of(const ShortText& name) const { return name.hash() >> shift_; }

    std::size_t next(std::size_t at) const { return (at + 1) & (cells_.size() - 1); }

    void put(const Cell& cell) {
        std::size_t at = home_of(cell.name);
        while (cells_[at].place != vacant) { at = next(at); }
        cells_[at] = cell;
    }

    void grow() {
        const std::size_t cells = std::bit_ceil(4 * count_);
        shift_ = 64 - std::countr_zero(cells);
        for (const Cell& old : std::exchange(cells_, std::vector<Cell>(cells))) {
            if (old.place != vacant) { put(old); }
        }
    }

    std::vector<Cell> cells_;
    std::size_t count_ = 0;
    int shift_ = 64;
};

}  // namespace passerby::engine
