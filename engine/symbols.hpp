// Strings interned once: every value that a rule names becomes a small number, and a request's string
// costs one look-up to become the same number. Immutable after compile; then safe from any thread.
//
// While they are collected: open addressing with linear probing over a power of two, at most half full.
// Symbols that requests are read with are settled: see ShortTexts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/folded_texts.hpp"
#include "engine/short_texts.hpp"
#include "engine/texts.hpp"

namespace passerby::engine {

using SymbolId = std::uint32_t;

// Known, and none of the symbols: unlike every value that a test lists.
inline constexpr SymbolId unlisted = UINT32_MAX;

class Symbols {
  public:
    SymbolId intern(std::string_view text);
    std::optional<SymbolId> find(std::string_view text) const;
    std::string_view text(SymbolId id) const { return texts_[id]; }
    std::size_t size() const { return texts_.size(); }
    std::size_t bytes() const { return cells_.size() * sizeof(Cell) + texts_.bytes() + short_texts_.bytes(); }

    // No more will be interned; from now on a short text costs one line of memory.
    void settle();
    // Once settled, all that are short; `unlisted` stands for what is no symbol.
    const ShortTexts& short_texts() const { return short_texts_; }
    // Of texts that were interned folded: by one in any case. `room` is for folding what is long.
    SymbolId find_said(std::string_view said, FoldedTexts& room) const {
        const auto text = ShortText::folded_if_plain(said);
        return text ? short_texts_.find(*text) : find_folded(said, room);
    }
    SymbolId find_folded(std::string_view said, FoldedTexts& room) const;  // the same, of what is not plain

  private:
    struct Cell {
        std::uint32_t tag = 0;  // the hash's upper half, so that few texts are compared
        SymbolId id = unlisted;
    };
    const Cell& cell_of(std::string_view text, std::uint64_t hash) const;
    void grow();

    std::vector<Cell> cells_ = std::vector<Cell>(16);
    Texts texts_;  // by SymbolId
    ShortTexts short_texts_;
    bool settled_ = false;
};

static_assert(unlisted == ShortTexts::none);

}  // namespace passerby::engine
