// Strings interned once: every value that a rule names becomes a small number, and a request's string
// costs one look-up to become the same number. Immutable after compile; then safe from any thread.
//
// Open addressing with linear probing over a power of two, at most half full.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/texts.hpp"

namespace passerby::engine {

using SymbolId = std::uint32_t;

class Symbols {
  public:
    SymbolId intern(std::string_view text);
    std::optional<SymbolId> find(std::string_view text) const;
    std::string_view text(SymbolId id) const { return texts_[id]; }
    std::size_t size() const { return texts_.size(); }
    std::size_t bytes() const { return cells_.size() * sizeof(Cell) + texts_.bytes(); }

  private:
    static constexpr SymbolId vacant = UINT32_MAX;
    struct Cell {
        std::uint32_t tag = 0;  // the hash's upper half, so that few texts are compared
        SymbolId id = vacant;
    };
    const Cell& cell_of(std::string_view text, std::uint64_t hash) const;
    void grow();

    std::vector<Cell> cells_ = std::vector<Cell>(16);
    Texts texts_;  // by SymbolId
};

}  // namespace passerby::engine
