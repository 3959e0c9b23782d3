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
    // Once settled; `unlisted` for what is no symbol.
    SymbolId find_short(const ShortText& text) const { return short_texts_.find(text); }
    // Of texts that were interned folded: by one in any case. `room` is for folding what is long.
    SymbolId find_said(std::string_view said, FoldedTexts& room) const {
        if (said.size() <= ShortText::size_max) {
            const ShortText text = ShortText::of(said);
            if (text.is_ascii()) { return find_short(text.folded()); }
        }
        return find_long(said, room);
    }

  private:
    struct Cell {
        std::uint32_t tag = 0;  // the hash's upper half, so that few texts are compared
        SymbolId id = unlisted;
    };
    SymbolId find_long(std::string_view said, FoldedTexts& room) const;
    const Cell& cell_of(std::string_view text, std::uint64_t hash) const;
    void grow();

    std::vector<Cell> cells_ = std::vector<Cell>(16);
    Texts texts_;  // by SymbolId
    ShortTexts short_texts_;
    bool settled_ = false;
};

static_assert(unlisted == ShortTexts::none);

}  // namespace passerby::engine
