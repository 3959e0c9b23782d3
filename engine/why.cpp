#include "engine/why.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

// A sentence with more parts than this is not read by anybody.
constexpr std::size_t phrases_max = 12;

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
    gather(program, condition, Truth::yes, clock, evidence);
}

void Reasons::gather(const Program& program, NodeId id, Truth truth, Clock clock, const Evidence& evidence) {
    const ProgramNode& node = program.nodes[id];
    if (node.kind == Condition::Kind::test) { return add_test(program, program.tests[node.first], truth); }
    if (node.kind == Condition::Kind::negation) {
        return gather(program, node.first, opposite(truth), clock, evidence);
    }
    for (std::size_t i = 0; i < program.part_count(node); ++i) {
        const NodeId part = program.part(node, i);
        if (program.evaluate(part, clock, evidence) == truth) {
            gather(program, part, truth, clock, evidence);
        }
    }
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

// The author's sentence for the page's language, else the English one, else the first.
const CompiledSentence* own_sentence(std::span<const CompiledSentence> sentences, const Evidence& evidence) {
    if (sentences.empty()) { return nullptr; }
    const auto in_language = [&](std::string_view language) {
        return std::find_if(sentences.begin(), sentences.end(), [&](const CompiledSentence& sentence) {
            return sentence.language.empty() || sentence.language == language;
        });
    };
    auto found = sentences.end();
    if (sentences.front().language.empty()) { return &sentences.front(); }
    if (evidence.knows(signals::page_language)) {
        const std::string_view language = evidence.folded(signals::page_language);
        found = in_language(language);
        if (found == sentences.end()) {
            found = in_language(language.substr(0, language.find_first_of("-_")));
        }
    }
    if (found == sentences.end()) { found = in_language("en"); }
    return found == sentences.end() ? &sentences.front() : &*found;
}

// "a", "a and b", "a, b, and c": phrases may hold commas of their own.
void append_joined(const Texts& texts, std::span<const PhraseId> phrases, std::string& out) {
    for (std::size_t i = 0; i < phrases.size(); ++i) {
        const bool last = i + 1 == phrases.size();
        if (i > 0) { out.append(phrases.size() == 2 ? " and " : last ? ", and " : ", "); }
        out.append(texts[phrases[i]]);
    }
}

}  // namespace

void append_why(const CompiledRules& rules, const CompiledRule& rule, const Reasons& reasons,
                const Evidence& evidence, std::string& out) {
    if (const CompiledSentence* own = own_sentence(rules.sentences_of(rule), evidence)) {
        out.append(own->text);
    } else if (reasons.signals().empty()) {
        out.append(why_everybody);
    } else if (reasons.phrases().empty()) {
        out.append(why_nothing_against);
    } else {
        out.append("Shown because ");
        append_joined(rules.program.phrases, reasons.phrases(), out);
        out.push_back('.');
    }
}

}  // namespace passerby::engine
