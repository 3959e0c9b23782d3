// Compiles conditions into a Program; lives only while a rule set is compiled.
#pragma once

#include <span>
#include <string>
#include <vector>

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
    // The first of so many new nodes, side by side.
    NodeId make_room(std::span<const Condition> conditions);
    void fill(NodeId id, const Condition& condition);
    TestId add_test(const Test& test);
    CompiledOperator add_operator(const Signal& signal, SignalId id, const Operator& op);
    void add_symbols(SignalId id, const Operator& op, CompiledOperator& compiled);
    void add_patterns(const Signal& signal, const Operator& op, CompiledOperator& compiled);
    void add_intervals(const Operator& op, CompiledOperator& compiled);
    const std::string& comparable(const Signal& signal, const std::string& text);

    const RuleSet& rule_set_;
    Program& program_;
    std::vector<Symbols>& symbols_;
    Reading& reading_;
    Symbols known_tests_;    // a test's spelling → its TestId
    Symbols known_phrases_;  // → PhraseId
    std::vector<bool> read_;
    std::string buffer_;
};

}  // namespace passerby::engine
