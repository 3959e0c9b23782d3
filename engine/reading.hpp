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
    enum class Kind : std::uint8_t { number, string, set };

    // One signal, and all that encoding it asks.
    struct Row {
        SignalId signal = 0;
        Kind kind = Kind::number;
        bool whole = false;  // a prefix or glob needs the text itself
        bool minds_case = false;
    };

    std::vector<SignalId> signals;  // ascending, without the time signals
    std::vector<bool> whole;        // by SignalId
    std::vector<Row> rows;          // of `signals`, once settled
    std::size_t symbols_max = 0;    // that one request can bring

    // Nothing more will be read, and nothing more interned.
    void settle(const Vocabulary& vocabulary, std::span<Symbols> symbols);
};

}  // namespace passerby::engine
