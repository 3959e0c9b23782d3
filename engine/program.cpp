#include "engine/program.hpp"

#include <algorithm>

#include "engine/glob.hpp"

namespace passerby::engine {

bool lies_within(std::span<const Interval> intervals, double value) {
    const auto after = std::upper_bound(intervals.begin(), intervals.end(), value,
                                        [](double v, const Interval& interval) { return v < interval.min; });
    return after != intervals.begin() && value <= std::prev(after)->max;
}

namespace {

// What is wanted ascends, and may be long; what is present is in no order, and short.
bool share_one(std::span<const SymbolId> wanted, std::span<const SymbolId> present) {
    return std::any_of(present.begin(), present.end(), [&](SymbolId symbol) {
        return std::binary_search(wanted.begin(), wanted.end(), symbol);
    });
}

bool includes(std::span<const SymbolId> present, std::span<const SymbolId> wanted) {
    return wanted.size() <= present.size() && std::all_of(wanted.begin(), wanted.end(), [&](SymbolId symbol) {
               return std::find(present.begin(), present.end(), symbol) != present.end();
           });
}

bool holds(const Program& program, const CompiledOperator& op, Column column, const Evidence& evidence) {
    switch (op.kind) {
        case Operator::Kind::any_of: return share_one(program.symbols_of(op), evidence.symbols(column));
        case Operator::Kind::all_of: return includes(evidence.symbols(column), program.symbols_of(op));
        case Operator::Kind::within: return lies_within(program.intervals_of(op), evidence.number(column));
        case Operator::Kind::prefix:
        case Operator::Kind::glob: break;
    }
    const auto patterns = program.patterns_of(op);
    const std::string_view text = evidence.folded(column);
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return op.kind == Operator::Kind::prefix ? text.starts_with(pattern) : glob_matches(pattern, text);
    });
}

}  // namespace

Truth Program::evaluate_test(TestId id, Clock clock, const Evidence& evidence) const {
    const CompiledTest& test = tests[id];
    const Column column = column_of(test.signal, clock, evidence.vocabulary_size());
    if (!evidence.knows(column)) { return Truth::unknown; }
    const auto ops = operators_of(test);
    return truth_of(std::all_of(ops.begin(), ops.end(), [&](const CompiledOperator& op) {
        return holds(*this, op, column, evidence) != op.negated;
    }));
}

Truth Program::evaluate(NodeId id, Clock clock, const Evidence& evidence) const {
    const ProgramNode& node = nodes[id];
    switch (node.kind) {
        case Condition::Kind::always: return Truth::yes;
        case Condition::Kind::test: return evaluate_test(node.first, clock, evidence);
        case Condition::Kind::negation: return opposite(evaluate(node.first, clock, evidence));
        default: break;
    }
    const bool every = node.kind == Condition::Kind::all;
    const Truth settled = every ? Truth::no : Truth::yes;  // nothing further can change it
    Truth truth = opposite(settled);
    for (std::size_t i = 0; i < part_count(node) && truth != settled; ++i) {
        const Truth next = evaluate(part(node, i), clock, evidence);
        truth = every ? std::min(truth, next) : std::max(truth, next);
    }
    return truth;
}

std::size_t Program::part_count(const ProgramNode& node) const {
    const bool leaf = node.kind == Condition::Kind::always || node.kind == Condition::Kind::test;
    return leaf ? 0 : node.count;
}

NodeId Program::part(const ProgramNode& node, std::size_t index) const {
    const auto at = node.first + static_cast<std::uint32_t>(index);
    return node.kind == Condition::Kind::segment ? segment_roots[segment_refs[at]] : at;
}

std::size_t Program::bytes() const {
    std::size_t bytes = nodes.size() * sizeof(ProgramNode) + places.bytes() +
                        segment_refs.size() * sizeof(SegmentId) + segment_roots.size() * sizeof(NodeId) +
                        tests.size() * sizeof(CompiledTest) + operators.size() * sizeof(CompiledOperator) +
                        symbols.size() * sizeof(SymbolId) + intervals.size() * sizeof(Interval) +
                        phrases.bytes();
    for (const std::string& pattern : patterns) { bytes += sizeof pattern + pattern.capacity(); }
    return bytes;
}

}  // namespace passerby::engine
