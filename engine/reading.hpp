// What one rule set reads of a request, so that nothing else is encoded. Immutable after compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/symbols.hpp"
#include "engine/vocabulary.hpp"

namespace passerby::engine {

struct Reading {
    enum class Kind : std::uint8_t {
        number,
        string,
        value,  // a string of a closed list, not read whole: its place in the list says all
        set,
    };

    // One signal, and all that encoding it asks.
    struct Row {
        SignalId signal = 0;
        Kind kind = Kind::number;
        bool whole = false;  // a prefix or glob needs the text itself
        bool minds_case = false;
        std::uint32_t first_value = 0;  // of a value: in symbol_of_value
    };

    std::vector<SignalId> signals;          // ascending, without the time signals
    std::vector<bool> whole;                // by SignalId
    std::vector<Row> rows;                  // of `signals`, once settled
    std::vector<SymbolId> symbol_of_value;  // of each closed list, and at its end of the value that is none
    std::size_t symbols_max = 0;            // that one request can bring

    // Nothing more will be read, and nothing more interned.
    void settle(const Vocabulary& vocabulary, std::span<Symbols> symbols);

    SymbolId symbol_of(const Row& row, ValueId value) const {
        return symbol_of_value[row.first_value + value];
    }

  private:
    std::uint32_t map_values(const Signal& signal, const Symbols& symbols);
};

}  // namespace passerby::engine
