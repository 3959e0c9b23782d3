#include "engine/program_builder.hpp"

#include <algorithm>

#include "engine/casefold.hpp"
#include "engine/ensure.hpp"
#include "engine/phrase.hpp"

namespace passerby::engine {

namespace {

template <class Value>
void append_bytes(std::string& out, const Value& value) {
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// A text that two tests share only if they are the same test: kind, negation and every value with its size.
std::string spelling_of(const Test& test) {
    std::string spelling;
    append_bytes(spelling, test.signal);
    for (const Operator& op : test.operators) {
        append_bytes(spelling, op.kind);
        append_bytes(spelling, op.negated);
        append_bytes(spelling, op.texts.size());
        for (const std::string& text : op.texts) {
            append_bytes(spelling, text.size());
            spelling.append(text);
        }
        append_bytes(spelling, op.intervals.size());
        for (const Interval& interval : op.intervals) { append_bytes(spelling, interval); }
    }
    return spelling;
}

void set_count(ProgramNode& node, std::size_t parts) {
    ensure(parts < ProgramNode::count_max, "a condition has no more parts than a node can count");
    node.count = static_cast<std::uint32_t>(parts) & (ProgramNode::count_max - 1);
}

}  // namespace

ProgramBuilder::ProgramBuilder(const RuleSet& rule_set, Program& program, std::vector<Symbols>& symbols,
                               Reading& reading)
    : rule_set_(rule_set), program_(program), symbols_(symbols), reading_(reading) {
    symbols_.resize(rule_set.vocabulary.size());
    read_.resize(rule_set.vocabulary.size());
    reading_.whole.resize(rule_set.vocabulary.size());
}

NodeId ProgramBuilder::add(const Condition& condition) {
    const NodeId id = make_room(std::span(&condition, 1));
    fill(id, condition);
    return id;
}

NodeId ProgramBuilder::make_room(std::span<const Condition> conditions) {
    const auto first = static_cast<NodeId>(program_.nodes.size());
    program_.nodes.resize(program_.nodes.size() + conditions.size());
    for (const Condition& condition : conditions) { program_.places.push_back(condition.place); }
    return first;
}

void ProgramBuilder::fill(NodeId id, const Condition& condition) {
    ProgramNode node{.kind = condition.kind, .listed = condition.listed};
    if (condition.kind == Condition::Kind::test) {
        node.first = add_test(*condition.test);
    } else if (condition.kind == Condition::Kind::segment) {
        node.first = static_cast<std::uint32_t>(program_.segment_refs.size());
        set_count(node, condition.segments.size());
        program_.segment_refs.insert(program_.segment_refs.end(), condition.segments.begin(),
                                     condition.segments.end());
    } else {
        node.first = make_room(condition.children);
        set_count(node, condition.children.size());
    }
    program_.nodes[id] = node;
    for (std::uint32_t i = 0; i < condition.children.size(); ++i) {
        fill(node.first + i, condition.children[i]);
    }
}

TestId ProgramBuilder::add_test(const Test& test) {
    const TestId id = known_tests_.intern(spelling_of(test));
    if (id < program_.tests.size()) { return id; }
    const Signal& signal = rule_set_.vocabulary[test.signal];
    CompiledTest compiled{test.signal, static_cast<std::uint32_t>(program_.operators.size()),
                          static_cast<std::uint32_t>(test.operators.size())};
    for (const Operator& op : test.operators) {
        program_.operators.push_back(add_operator(signal, test.signal, op));
    }
    program_.tests.push_back(compiled);
    return id;
}

CompiledOperator ProgramBuilder::add_operator(const Signal& signal, SignalId id, const Operator& op) {
    CompiledOperator compiled{op.kind, op.negated, 0, 0, no_phrase};
    const bool whole = op.kind == Operator::Kind::prefix || op.kind == Operator::Kind::glob;
    note_reading(id, whole ? Whole::yes : Whole::no);
    if (op.kind == Operator::Kind::within) {
        add_intervals(op, compiled);
    } else if (whole) {
        add_patterns(signal, op, compiled);
    } else {
        add_symbols(id, op, compiled);
    }
    compiled.phrase = known_phrases_.intern(phrase(signal, op));
    if (compiled.phrase == program_.phrases.size()) {
        program_.phrases.push_back(known_phrases_.text(compiled.phrase));
    }
    return compiled;
}

void ProgramBuilder::add_symbols(SignalId id, const Operator& op, CompiledOperator& compiled) {
    const Signal& signal = rule_set_.vocabulary[id];
    std::vector<SymbolId> symbols;
    symbols.reserve(op.texts.size());
    for (const std::string& text : op.texts) {
        symbols.push_back(symbols_[id].intern(comparable(signal, text)));
    }
    std::sort(symbols.begin(), symbols.end());
    symbols.erase(std::unique(symbols.begin(), symbols.end()), symbols.end());
    compiled.first = static_cast<std::uint32_t>(program_.symbols.size());
    compiled.count = static_cast<std::uint32_t>(symbols.size());
    program_.symbols.insert(program_.symbols.end(), symbols.begin(), symbols.end());
}

void ProgramBuilder::add_patterns(const Signal& signal, const Operator& op, CompiledOperator& compiled) {
    compiled.first = static_cast<std::uint32_t>(program_.patterns.size());
    compiled.count = static_cast<std::uint32_t>(op.texts.size());
    for (const std::string& text : op.texts) { program_.patterns.push_back(comparable(signal, text)); }
}

void ProgramBuilder::add_intervals(const Operator& op, CompiledOperator& compiled) {
    std::vector<Interval> sorted = op.intervals;
    std::sort(sorted.begin(), sorted.end(),
              [](const Interval& a, const Interval& b) { return a.min < b.min; });
    compiled.first = static_cast<std::uint32_t>(program_.intervals.size());
    for (const Interval& interval : sorted) {
        const bool touches =
            program_.intervals.size() > compiled.first && interval.min <= program_.intervals.back().max;
        if (touches) {
            program_.intervals.back().max = std::max(program_.intervals.back().max, interval.max);
        } else {
            program_.intervals.push_back(interval);
        }
    }
    compiled.count = static_cast<std::uint32_t>(program_.intervals.size()) - compiled.first;
}

const std::string& ProgramBuilder::comparable(const Signal& signal, const std::string& text) {
    buffer_.clear();
    if (signal.minds_case()) {
        buffer_ = text;
    } else {
        append_folded(text, buffer_);
    }
    return buffer_;
}

void ProgramBuilder::note_reading(SignalId id, Whole whole) {
    if (whole == Whole::yes) { reading_.whole[id] = true; }
    if (read_[id] || is_time(id)) { return; }
    read_[id] = true;
    reading_.signals.insert(std::upper_bound(reading_.signals.begin(), reading_.signals.end(), id), id);
}

}  // namespace passerby::engine
