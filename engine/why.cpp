#include "engine/why.hpp"

#include <algorithm>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

namespace {

// A sentence with more parts than this is not read by anybody.
constexpr std::size_t phrases_max = 12;

// Told in advance is what people write; a thousand rules that share one long segment are told as they win.
constexpr std::size_t nodes_for_all_max = 64;

constexpr std::string_view why_everybody = "Shown to everybody.";
constexpr std::string_view why_nothing_against = "Shown because nothing speaks against it here.";

}  // namespace

void Reasons::start(std::size_t vocabulary_size) {
    signals_.clear();
    phrases_.clear();
    seen_.resize(vocabulary_size);
    if (++choice_ == 0) {
        seen_.assign(seen_.size(), 0);
        choice_ = 1;
    }
}

void Reasons::gather(const Program& program, NodeId condition, Clock clock, const Evidence& evidence) {
    const Visitor visitor{clock, evidence};
    gather(program, condition, Truth::yes, &visitor);
}

bool Reasons::gather_for_all(const Program& program, NodeId condition) {
    nodes_left_ = nodes_for_all_max;
    return gather(program, condition, Truth::yes, nullptr);
}

bool Reasons::gather(const Program& program, NodeId id, Truth truth, const Visitor* visitor) {
    if (!visitor && nodes_left_-- == 0) { return false; }
    const ProgramNode& node = program.nodes[id];
    if (node.kind == Condition::Kind::test) {
        add_test(program, program.tests[node.first], truth);
        return true;
    }
    if (node.kind == Condition::Kind::negation) {
        return gather(program, node.first, opposite(truth), visitor);
    }
    // A true `all` and a false `any` are so in every part: nothing to look up.
    const std::size_t parts = program.part_count(node);
    const bool every = parts <= 1 || (node.kind == Condition::Kind::all) == (truth == Truth::yes);
    if (!every && !visitor) { return false; }
    for (std::size_t i = 0; i < parts; ++i) {
        const NodeId part = program.part(node, i);
        const bool shares = every || program.evaluate(part, visitor->clock, visitor->evidence) == truth;
        if (shares && !gather(program, part, truth, visitor)) { return false; }
    }
    return true;
}

void Reasons::add_test(const Program& program, const CompiledTest& test, Truth truth) {
    if (seen_[test.signal] != choice_) {
        seen_[test.signal] = choice_;
        signals_.push_back(test.signal);
    }
    const auto operators = program.operators_of(test);
    // That several operators do not all hold says nothing of any one of them.
    if (truth == Truth::no && operators.size() > 1) { return; }
    for (const CompiledOperator& op : operators) {
        const bool held_as_written = (truth == Truth::yes) != op.negated;
        const bool told = std::find(phrases_.begin(), phrases_.end(), op.phrase) != phrases_.end();
        if (held_as_written && !told && phrases_.size() < phrases_max) { phrases_.push_back(op.phrase); }
    }
}

namespace {

// "a", "a and b", "a, b, and c": phrases may hold commas of their own.
void append_joined(const Phrases& texts, std::span<const PhraseId> phrases, std::string& out) {
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        const bool last = i + 1 == phrases.size();
        if (i > 0) { out.append(phrases.size() == 2 ? " and " : last ? ", and " : ", "); }
        texts.append(phrases[i], out);
    }
}

}  // namespace

std::string_view own_why(std::span<const CompiledSentence> sentences, const Evidence& evidence) {
    const auto in_language = [&](std::string_view language) {
        return std::find_if(sentences.begin(), sentences.end(), [&](const CompiledSentence& sentence) {
            return sentence.is_for_all() || sentence.language == language;
        });
    };
    if (sentences.front().is_for_all()) { return sentences.front().text; }
    auto found = sentences.end();
    if (evidence.knows(signals::page_language)) {
        const std::string_view language = evidence.folded(signals::page_language);
        found = in_language(language);
        if (found == sentences.end()) {
            found = in_language(language.substr(0, language.find_first_of("-_")));
        }
    }
    if (found == sentences.end()) { found = in_language("en"); }
    return found == sentences.end() ? sentences.front().text : found->text;
}

void append_why(const Phrases& phrases, const Reasons& reasons, std::string& out) {
    if (reasons.signals().empty()) {
        out.append(why_everybody);
    } else if (reasons.phrases().empty()) {
        out.append(why_nothing_against);
    } else {
        out.append("Shown because ");
        append_joined(phrases, reasons.phrases(), out);
        out.push_back('.');
    }
}

}  // namespace passerby::engine
