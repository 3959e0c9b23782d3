// All conditions of a rule set, compiled: flat arrays of nodes, tests and operators.
//
// A tree keeps the shape that its author wrote, so that explanations can name the place; a segment is
// compiled once and referred to. Equal tests are kept once. Immutable after compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/evidence.hpp"
#include "engine/phrases.hpp"
#include "engine/places.hpp"
#include "engine/rule_set.hpp"
#include "engine/symbols.hpp"
#include "engine/truth.hpp"

namespace passerby::engine {

using NodeId = std::uint32_t;
using TestId = std::uint32_t;

struct CompiledOperator {
    Operator::Kind kind;
    bool negated;
    std::uint32_t first, count;  // in the pool of its kind: symbols (ascending), patterns or intervals
    PhraseId phrase;             // what it says when it holds un-negated, for people
};

struct CompiledTest {
    SignalId signal;
    std::uint32_t first, count;  // in the program's operators
};

struct ProgramNode {
    static constexpr std::uint32_t count_max = 1u << 24;
    // Children: the first of them, side by side; test: its TestId; segment: in segment_refs.
    std::uint32_t first = 0;
    std::uint32_t count : 24 = 0;
    Condition::Kind kind : 7 = Condition::Kind::always;
    bool listed : 1 = false;
};
static_assert(sizeof(ProgramNode) == 8, "conditions are most of what a rule set weighs");

struct Program {
    std::vector<ProgramNode> nodes;
    Places places;  // by NodeId
    std::vector<SegmentId> segment_refs;
    std::vector<NodeId> segment_roots;  // by SegmentId
    std::vector<CompiledTest> tests;
    std::vector<CompiledOperator> operators;
    std::vector<SymbolId> symbols;
    std::vector<std::string> patterns;  // prefixes and globs, folded
    std::vector<Interval> intervals;    // of one operator: ascending, apart
    Phrases phrases;

    Truth evaluate(NodeId node, Clock clock, const Evidence& evidence) const;
    Truth evaluate_test(TestId test, Clock clock, const Evidence& evidence) const;
    // The parts that a node's truth is made of: its children, or the roots of its segments.
    std::size_t part_count(const ProgramNode& node) const;
    NodeId part(const ProgramNode& node, std::size_t index) const;

    std::span<const SymbolId> symbols_of(const CompiledOperator& op) const {
        return std::span(symbols).subspan(op.first, op.count);
    }
    std::span<const std::string> patterns_of(const CompiledOperator& op) const {
        return std::span(patterns).subspan(op.first, op.count);
    }
    std::span<const Interval> intervals_of(const CompiledOperator& op) const {
        return std::span(intervals).subspan(op.first, op.count);
    }
    std::span<const CompiledOperator> operators_of(const CompiledTest& test) const {
        return std::span(operators).subspan(test.first, test.count);
    }

    std::size_t bytes() const;
};

bool lies_within(std::span<const Interval> intervals, double value);

}  // namespace passerby::engine
