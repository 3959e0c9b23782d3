#include "engine/program_builder.hpp"

#include <algorithm>
#include <bit>

#include "engine/casefold.hpp"
#include "engine/ensure.hpp"

namespace passerby::engine {

namespace {

constexpr bool lists_values(Operator::Kind kind) {
    return kind == Operator::Kind::any_of || kind == Operator::Kind::all_of;
}

void set_count(ProgramNode& node, std::size_t parts) {
    ensure(parts < ProgramNode::count_max, "a condition has no more parts than a node can count");
    node.count = static_cast<std::uint32_t>(parts) & (ProgramNode::count_max - 1);
}

}  // namespace

ProgramBuilder::ProgramBuilder(const RuleSet& rule_set, Program& program, std::vector<Symbols>& symbols,
                               Reading& reading)
    : rule_set_(rule_set),
      program_(program),
      symbols_(symbols),
      reading_(reading),
      phrases_(rule_set.vocabulary, program.phrases),
      spellings_(rule_set.vocabulary.size()) {
    symbols_.resize(rule_set.vocabulary.size());
    read_.resize(rule_set.vocabulary.size());
    reading_.whole.resize(rule_set.vocabulary.size());
}

NodeId ProgramBuilder::add(const Condition& condition) {
    spelt_.clear();
    spelt_tests_.clear();
    timed_.tests.clear();
    timed_.segments.clear();
    const NodeId id = make_room(std::span(&condition, 1));
    fill(id, std::span(&condition, 1));
    return id;
}

void ProgramBuilder::reserve_as_for(std::size_t few, std::size_t all) {
    const std::size_t expected = program_.nodes.size() * (all / few + 1);
    program_.nodes.reserve(expected + expected / 32);
    program_.places.reserve(expected + expected / 32);
}

NodeId ProgramBuilder::make_room(std::span<const Condition> conditions) {
    const auto first = static_cast<NodeId>(program_.nodes.size());
    program_.nodes.resize(program_.nodes.size() + conditions.size());
    for (const Condition& condition : conditions) { program_.places.push_back(condition.place); }
    return first;
}

// First all tests are spelt, then they are looked for: meanwhile the memory that takes long to come is on its
// way.
void ProgramBuilder::fill(NodeId first, std::span<const Condition> conditions) {
    std::size_t next_test = spelt_tests_.size();
    for (const Condition& condition : conditions) {
        if (condition.kind == Condition::Kind::test) { spell(*condition.test); }
    }
    for (const Condition& condition : conditions) {
        ProgramNode node = make_node(condition);
        if (condition.kind == Condition::Kind::test) {
            node.first = add_test(*condition.test, spelt_tests_[next_test++]);
            if (is_time(condition.test->signal)) { timed_.tests.push_back(node.first); }
        }
        program_.nodes[first++] = node;
        if (!condition.children.empty()) { fill(node.first, condition.children); }
    }
}

ProgramNode ProgramBuilder::make_node(const Condition& condition) {
    ProgramNode node{.kind = condition.kind, .listed = condition.listed};
    if (condition.kind == Condition::Kind::segment) {
        const auto& segments = condition.segments;
        node.first = static_cast<std::uint32_t>(program_.segment_refs.size());
        set_count(node, segments.size());
        program_.segment_refs.insert(program_.segment_refs.end(), segments.begin(), segments.end());
        timed_.segments.insert(timed_.segments.end(), segments.begin(), segments.end());
    } else if (!condition.children.empty()) {
        node.first = make_room(condition.children);
        set_count(node, condition.children.size());
    }
    return node;
}

TestId ProgramBuilder::add_test(const Test& test, const SpeltTest& in_numbers) {
    std::span<const std::uint32_t> spelt =
        std::span(spelt_).subspan(in_numbers.first, in_numbers.end - in_numbers.first);
    const TestId id = known_tests_.intern(spelt, in_numbers.hash);
    if (id < program_.tests.size()) { return id; }
    program_.tests.push_back({test.signal, static_cast<std::uint32_t>(program_.operators.size()),
                              static_cast<std::uint32_t>(test.operators.size())});
    spelt = spelt.subspan(1);
    for (const Operator& op : test.operators) {
        const std::size_t size = lists_values(op.kind) ? op.texts.size() : 0;
        program_.operators.push_back(add_operator(test.signal, op, spelt.subspan(2, size)));
        spelt = spelt.subspan(2 + spelt[1]);
    }
    return id;
}

// Numbers that two tests share only if they are the same test, as their authors spelt it: the signal, and of
// each operator what it is, how many numbers follow, and its values.
void ProgramBuilder::spell(const Test& test) {
    const std::size_t first = spelt_.size();
    spelt_.push_back(test.signal);
    for (const Operator& op : test.operators) {
        const std::size_t head = spelt_.size();
        spelt_.push_back(static_cast<std::uint32_t>(op.kind) << 1 | (op.negated ? 1u : 0u));
        spelt_.push_back(0);
        if (op.kind == Operator::Kind::within) {
            spell_intervals(op);
        } else {
            spell_texts(test.signal, op);
        }
        spelt_[head + 1] = static_cast<std::uint32_t>(spelt_.size() - head - 2);
    }
    const std::uint64_t hash = NumberRuns::hash_of(std::span(spelt_).subspan(first));
    known_tests_.expect(hash);
    spelt_tests_.push_back({first, spelt_.size(), hash});
}

void ProgramBuilder::spell_texts(SignalId signal, const Operator& op) {
    for (const std::string& text : op.texts) {
        spelt_.push_back(lists_values(op.kind) ? spelling_of(signal, text) : known_patterns_.intern(text));
    }
}

void ProgramBuilder::spell_intervals(const Operator& op) {
    for (const Interval& interval : op.intervals) {
        for (const double end : {interval.min, interval.max}) {
            const auto bits = std::bit_cast<std::uint64_t>(end);
            spelt_.insert(spelt_.end(),
                          {static_cast<std::uint32_t>(bits >> 32), static_cast<std::uint32_t>(bits)});
        }
    }
}

SpellingId ProgramBuilder::spelling_of(SignalId signal, const std::string& text) {
    Spellings& spellings = spellings_[signal];
    const SpellingId id = spellings.texts.intern(text);
    if (id == spellings.all.size()) {
        spellings.all.push_back({symbols_[signal].intern(comparable(signal, text)),
                                 phrases_.name(signal, Telling::any_of, text)});
    }
    return id;
}

CompiledOperator ProgramBuilder::add_operator(SignalId signal, const Operator& op,
                                              std::span<const std::uint32_t> spelt) {
    CompiledOperator compiled{op.kind, op.negated, 0, 0, 0};
    const bool pattern = op.kind == Operator::Kind::prefix || op.kind == Operator::Kind::glob;
    note_reading(signal, pattern ? Whole::yes : Whole::no);
    if (op.kind == Operator::Kind::within) {
        add_intervals(op, compiled);
        compiled.phrase = phrases_.numbers(signal, op);
    } else if (pattern) {
        add_patterns(signal, op, compiled);
        compiled.phrase = pattern_phrase(signal, op);
    } else {
        add_symbols(signal, spelt, compiled);
        compiled.phrase = list_phrase(signal, op, spelt);
    }
    return compiled;
}

void ProgramBuilder::add_symbols(SignalId signal, std::span<const SpellingId> spelt,
                                 CompiledOperator& compiled) {
    auto& symbols = program_.symbols;
    compiled.first = static_cast<std::uint32_t>(symbols.size());
    for (const SpellingId id : spelt) { symbols.push_back(spellings_[signal].all[id].symbol); }
    const auto first = symbols.begin() + compiled.first;
    std::sort(first, symbols.end());
    symbols.erase(std::unique(first, symbols.end()), symbols.end());
    compiled.count = static_cast<std::uint32_t>(symbols.size()) - compiled.first;
}

void ProgramBuilder::add_patterns(SignalId signal, const Operator& op, CompiledOperator& compiled) {
    compiled.first = static_cast<std::uint32_t>(program_.patterns.size());
    compiled.count = static_cast<std::uint32_t>(op.texts.size());
    for (const std::string& text : op.texts) { program_.patterns.push_back(comparable(signal, text)); }
}

PhraseId ProgramBuilder::list_phrase(SignalId signal, const Operator& op, std::span<const SpellingId> spelt) {
    names_.clear();
    for (const SpellingId id : spelt.first(told_of(spelt.size()))) {
        names_.push_back(spellings_[signal].all[id].name);
    }
    const Telling telling = telling_of(rule_set_.vocabulary[signal], op);
    return phrases_.list(signal, telling, spelt.size(), names_);
}

PhraseId ProgramBuilder::pattern_phrase(SignalId signal, const Operator& op) {
    const Telling telling = telling_of(rule_set_.vocabulary[signal], op);
    names_.clear();
    for (const std::string& text : std::span(op.texts).first(told_of(op.texts.size()))) {
        names_.push_back(phrases_.name(signal, telling, text));
    }
    return phrases_.list(signal, telling, op.texts.size(), names_);
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

const std::string& ProgramBuilder::comparable(SignalId signal, const std::string& text) {
    buffer_.clear();
    if (rule_set_.vocabulary[signal].minds_case()) {
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
