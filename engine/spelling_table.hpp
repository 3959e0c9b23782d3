// Texts as their authors spelt them, each once: most values that rules list are short and come again and
// again, so they are compared as two words. Lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "engine/id_table.hpp"
#include "engine/short_text.hpp"
#include "engine/symbols.hpp"

namespace passerby::engine {

using SpellingId = std::uint32_t;

class SpellingTable {
  public:
    SpellingId intern(std::string_view text) {
        if (text.size() > ShortText::size_max) { return intern_long(text); }
        const ShortText key = ShortText::of(text);
        const SpellingId next = size();
        const SpellingId id =
            table_.find_or_add(key.hash(), next, [&](SpellingId known) { return keys_[known] == key; });
        if (id == next) { keys_.push_back(key); }
        return id;
    }
    SpellingId size() const { return static_cast<SpellingId>(keys_.size()); }

  private:
    SpellingId intern_long(std::string_view text) {
        const SymbolId symbol = long_texts_.intern(text);
        if (symbol == long_ids_.size()) {
            long_ids_.push_back(size());
            keys_.push_back(no_short_text);
        }
        return long_ids_[symbol];
    }

    static constexpr ShortText no_short_text{0, 0, UINT32_MAX};

    IdTable table_;
    std::vector<ShortText> keys_;  // by SpellingId
    Symbols long_texts_;
    std::vector<SpellingId> long_ids_;  // by their symbols
};

}  // namespace passerby::engine
