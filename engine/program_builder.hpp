// Compiles conditions into a Program; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/number_runs.hpp"
#include "engine/phrase_builder.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"
#include "engine/spelling_table.hpp"
#include "engine/symbols.hpp"

namespace passerby::engine {

// Whether the text itself is needed, or only which of the listed values it is.
enum class Whole : std::uint8_t { no, yes };

// What of a condition depends on a clock: its time tests, and those that its segments have.
struct Timed {
    std::vector<TestId> tests;
    std::vector<SegmentId> segments;
};

class ProgramBuilder {
  public:
    ProgramBuilder(const RuleSet& rule_set, Program& program, std::vector<Symbols>& symbols,
                   Reading& reading);

    NodeId add(const Condition& condition);
    // Room for so many conditions as it took for the first few.
    void reserve_as_for(std::size_t few, std::size_t all);
    // Of the condition that was added last.
    const Timed& timed() const { return timed_; }
    // A signal that something beside the conditions reads.
    void note_reading(SignalId id, Whole whole);

  private:
    // A text as some author spelt it.
    struct Spelling {
        SymbolId symbol;
        NameId name;
    };
    struct Spellings {
        SpellingTable texts;
        std::vector<Spelling> all;
    };
    // A test in numbers; see spell().
    struct SpeltTest {
        std::size_t first, end;  // in spelt_
        std::uint64_t hash;
    };

    // The first of so many new nodes, side by side.
    NodeId make_room(std::span<const Condition> conditions);
    void fill(NodeId first, std::span<const Condition> conditions);
    ProgramNode make_node(const Condition& condition);
    void spell(const Test& test);
    void spell_texts(SignalId signal, const Operator& op);
    void spell_intervals(const Operator& op);
    SpellingId spelling_of(SignalId signal, const std::string& text);
    TestId add_test(const Test& test, const SpeltTest& spelt);
    CompiledOperator add_operator(SignalId signal, const Operator& op, std::span<const SpellingId> spelt);
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
    NumberRuns known_tests_;            // by TestId
    std::vector<Spellings> spellings_;  // by SignalId: of listed values
    Symbols known_patterns_;
    std::vector<std::uint32_t> spelt_;  // of the condition being added
    std::vector<SpeltTest> spelt_tests_;
    Timed timed_;
    std::vector<NameId> names_;
    std::vector<bool> read_;
    std::string buffer_;
};

}  // namespace passerby::engine
