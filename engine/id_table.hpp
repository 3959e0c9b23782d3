// Finds the number of a thing by the thing's hash: the bare hash table, for things that are kept elsewhere.
// Lives only while a rule set is read or compiled.
//
// Open addressing with linear probing over a power of two, at most half full; it grows by the upper halves of
// the hashes, which it keeps, without looking at the things.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

namespace passerby::engine {

class IdTable {
  public:
    // The number of the thing for which `is_it(number)` says so, or `next`, which it then keeps.
    template <class IsIt>
    std::uint32_t find_or_add(std::uint64_t hash, std::uint32_t next, IsIt&& is_it) {
        if (2 * (count_ + 1) > cells_.size()) { grow(); }
        const auto tag = static_cast<std::uint32_t>(hash >> 32);
        Cell& cell = cells_[cell_of(tag, is_it)];
        if (cell.id == vacant) {
            cell = {tag, next};
            ++count_;
        }
        return cell.id;
    }

    template <class IsIt>
    std::optional<std::uint32_t> find(std::uint64_t hash, IsIt&& is_it) const {
        const std::uint32_t id = cells_[cell_of(static_cast<std::uint32_t>(hash >> 32), is_it)].id;
        return id == vacant ? std::nullopt : std::optional(id);
    }

    // So many will come.
    void reserve(std::size_t count) {
        while (2 * (count + 1) > cells_.size()) { grow(); }
    }

    // Asks for the memory where that hash is looked for first.
    void expect(std::uint64_t hash) const { __builtin_prefetch(&cells_[(hash >> 32) & (cells_.size() - 1)]); }

  private:
    static constexpr std::uint32_t vacant = UINT32_MAX;
    struct Cell {
        std::uint32_t tag = 0;
        std::uint32_t id = vacant;
    };

    template <class IsIt>
    std::size_t cell_of(std::uint32_t tag, IsIt&& is_it) const {
        const std::size_t mask = cells_.size() - 1;
        for (std::size_t at = tag & mask;; at = (at + 1) & mask) {
            const Cell& cell = cells_[at];
            if (cell.id == vacant || (cell.tag == tag && is_it(cell.id))) { return at; }
        }
    }

    void grow() {
        std::vector<Cell> old(2 * cells_.size());
        old.swap(cells_);
        for (const Cell& cell : old) {
            if (cell.id != vacant) {
                cells_[cell_of(cell.tag, [](std::uint32_t) { return false; })] = cell;
            }
        }
    }

    std::vector<Cell> cells_ = std::vector<Cell>(16);
    std::size_t count_ = 0;
};

}  // namespace passerby::engine
