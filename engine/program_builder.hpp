// Compiles conditions into a Program; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/number_runs.hpp"
#include "engine/phrase_builder.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"
#include "engine/symbols.hpp"

namespace passerby::engine {

// Whether the text itself is needed, or only which of the listed values it is.
enum class Whole : std::uint8_t { no, yes };

class ProgramBuilder {
  public:
    ProgramBuilder(const RuleSet& rule_set, Program& program, std::vector<Symbols>& symbols,
                   Reading& reading);

    NodeId add(const Condition& condition);
    // A signal that something beside the conditions reads.
    void note_reading(SignalId id, Whole whole);

  private:
    // A text as some author spelt it.
    struct Spelling {
        SymbolId symbol;
        NameId name;
    };
    using SpellingId = std::uint32_t;  // of one signal's
    struct Spellings {
        Symbols texts;
        std::vector<Spelling> all;
    };

    // The first of so many new nodes, side by side.
    NodeId make_room(std::span<const Condition> conditions);
    void fill(NodeId id, const Condition& condition);
    TestId add_test(const Test& test);
    void spell(const Test& test);
    void spell_texts(SignalId signal, const Operator& op);
    void spell_intervals(const Operator& op);
    SpellingId spelling_of(SignalId signal, const std::string& text);
    CompiledOperator add_operator(SignalId signal, const Operator& op, std::span<const std::uint32_t> spelt);
    void add_symbols(SignalId signal, std::span<const SpellingId> spelt, CompiledOperator& compiled);
    void add_patterns(SignalId signal, const Operator& op, CompiledOperator& compiled);
    void add_intervals(const Operator& op, CompiledOperator& compiled);
    PhraseId list_phrase(SignalId signal, const Operator& op, std::span<const SpellingId> spelt);
    PhraseId pattern_phrase(SignalId signal, const Operator& op);
    const std::string& comparable(SignalId signal, const std::string& text);

    const RuleSet& rule_set_;
    Program& program_;
    std::vector<Symbols>& symbols_;
    Reading& reading_;
    PhraseBuilder phrases_;
    NumberRuns known_tests_;            // by TestId: how each is spelt
    std::vector<Spellings> spellings_;  // by SignalId: of listed values
    Symbols known_patterns_;
    std::vector<std::uint32_t> spelt_;  // of the test being added
    std::vector<NameId> names_;
    std::vector<bool> read_;
    std::string buffer_;
};

}  // namespace passerby::engine
