#include "tests/property/agreement.hpp"

#include <algorithm>
#include <sstream>

#include "tests/reference/text.hpp"

namespace passerby::property {

namespace {

template <class Words>
std::string listed(const Words& words) {
    std::string out;
    for (const std::string& word : words) { out += (out.empty() ? "" : ", ") + word; }
    return "[" + out + "]";
}

template <class Ours, class Theirs>
std::string compare(const std::string& what, const Ours& ours, const Theirs& theirs) {
    const bool same = std::equal(ours.begin(), ours.end(), theirs.begin(), theirs.end());
    return same ? "" : what + ": " + listed(ours) + " where the oracle says " + listed(theirs);
}

std::string first_of(std::initializer_list<std::string> remarks) {
    for (const std::string& remark : remarks) {
        if (!remark.empty()) { return remark; }
    }
    return "";
}

std::string compare_receipts(const Answer& answer, const reference::Visit& visit) {
    return first_of({compare("withheld", answer.withheld, visit.withheld),
                     compare("ignored", answer.ignored, visit.ignored),
                     compare("refresh_consent", answer.refresh_consent, visit.refresh_consent),
                     answer.unknown == static_cast<std::size_t>(visit.unknown)
                         ? ""
                         : "unknown: " + std::to_string(answer.unknown) + " where the oracle counts " +
                               std::to_string(visit.unknown)});
}

template <class Words>
bool has(const Words& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

std::string compare_rule(const ExplainedRule& ours, const reference::Verdict& theirs) {
    if (ours.rule != theirs.rule) { return "explains " + ours.rule + " where " + theirs.rule + " comes"; }
    if (!has(theirs.outcomes, ours.outcome)) {
        return ours.rule + ": " + ours.outcome + " where the oracle says " + listed(theirs.outcomes);
    }
    const bool wants_test = ours.outcome == "FAILED" || ours.outcome == "UNKNOWN";
    if (wants_test != !ours.signal.empty()) { return ours.rule + ": a test where none decided, or none"; }
    if (!wants_test) { return ""; }
    if (ours.unknown != (ours.outcome == "UNKNOWN")) { return ours.rule + ": false and unknown mixed up"; }
    if (!has(theirs.blamed, ours.signal)) {
        return ours.rule + ": blames " + ours.signal + ", which is none of " + listed(theirs.blamed);
    }
    return "";
}

using Texts = std::vector<std::pair<std::string, std::string>>;

// The named test stands where it is said to stand; of a plainly written file the very characters are there.
std::string compare_place(const ExplainedRule& ours, const Texts& plain_files) {
    if (ours.signal.empty()) { return ""; }
    if (!ours.path.ends_with("." + ours.signal)) { return ours.rule + ": path " + ours.path; }
    if (plain_files.empty()) { return ""; }
    std::istringstream lines(plain_files.at(ours.place.file).second);
    std::string line;
    for (std::uint32_t number = 0; number < ours.place.line; ++number) { std::getline(lines, line); }
    const std::u32string there = reference::code_points(line);
    const std::u32string wanted = reference::code_points(ours.signal);
    const bool stands = ours.place.column > 0 && ours.place.column <= there.size() &&
                        there.substr(ours.place.column - 1).starts_with(wanted);
    return stands ? "" : ours.rule + ": " + ours.signal + " does not stand in `" + line + "`";
}

std::string compare_explanation(const Case& request, const Explained& explained,
                                const std::vector<reference::SlotVerdicts>& verdicts) {
    const Texts plain_files = request.layout == 0 ? request.texts() : Texts{};
    if (explained.slots.size() != verdicts.size()) { return "explains another number of slots"; }
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
        const auto& [slot, ours] = explained.slots[i];
        const auto& theirs = verdicts[i].rules;
        if (slot != verdicts[i].slot || ours.size() != theirs.size()) { return slot + ": other rules"; }
        for (std::size_t k = 0; k < theirs.size(); ++k) {
            const std::string wrong =
                first_of({compare_rule(ours[k], theirs[k]), compare_place(ours[k], plain_files)});
            if (!wrong.empty()) { return "explain: " + slot + ": " + wrong; }
        }
    }
    return "";
}

const reference::Tree* member(const reference::Tree* tree, const char* key) {
    return tree == nullptr ? nullptr : tree->find(key);
}

std::string text_of(const reference::Tree* tree, const char* key) {
    const reference::Tree* found = member(tree, key);
    return found == nullptr ? "" : found->is_scalar() ? found->text : reference::to_json(*found);
}

std::string compare_written(const reference::RuleSet& rules, const reference::Tree& written,
                            const reference::Choice& choice) {
    // Numbers may be spelt in any way that their digits allow, so both sides go through the same reader.
    const auto data = reference::read_json(reference::data_of(rules, choice.content));
    return first_of({text_of(&written, "content") == choice.content ? "" : "writes another content",
                     text_of(&written, "rule") == choice.rule ? "" : "writes another rule",
                     text_of(&written, "reason") == choice.reason ? "" : "writes another reason",
                     text_of(&written, "data") == reference::to_json(*data)
                         ? ""
                         : "data of " + choice.content + ": " + text_of(&written, "data") +
                               " where the oracle says " + reference::to_json(*data)});
}

// The bytes of the answer are JSON and say what was decided, in the order of the request's slots.
std::string compare_body(const reference::RuleSet& rules, const Answer& answer,
                         const std::vector<std::string>& asked) {
    const auto body = reference::read_json(answer.body);
    if (!body) { return "the answer is no JSON: " + answer.body; }
    const reference::Tree* decisions = member(&*body, "decisions");
    std::vector<std::string> written;
    for (const auto& [slot, choices] : decisions->entries) { written.push_back(slot); }
    if (written != asked) { return compare("slots of the answer", written, asked); }
    for (const auto& slot : answer.slots) {
        const auto& choices = member(decisions, slot.slot.c_str())->items;
        if (choices.size() != slot.choices.size()) {
            return slot.slot + ": writes another number of choices";
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            const std::string wrong = compare_written(rules, choices[i], slot.choices[i]);
            if (!wrong.empty()) { return slot.slot + ": " + wrong; }
        }
    }
    return "";
}

}  // namespace

std::string disagreement(Sides& sides, const Case& request) {
    const reference::RuleSet& rules = sides.oracle;
    const auto visit = reference::read_visit(rules, request.body(), request.now, request.headers);
    const Answer answer = sides.product.answer(request);
    if (answer.accepted != visit.has_value()) { return "one reads the request and the other does not"; }
    if (!visit) { return ""; }
    for (const auto& [slot, ids] : sides.product.matches(request)) {
        const std::string wrong = compare("matches of " + slot, ids, reference::matches(rules, *visit, slot));
        if (!wrong.empty()) { return wrong; }
    }
    const std::string wrong =
        first_of({compare_receipts(answer, *visit), reference::objection(rules, *visit, answer.slots),
                  compare_body(rules, answer, visit->slots)});
    if (!wrong.empty()) { return wrong; }
    const Explained explained = sides.product.explain(request);
    return first_of(
        {explained.answer.decisions() == answer.decisions() ? "" : "explain and decide differ",
         compare_explanation(request, explained, reference::verdicts(rules, *visit, answer.slots))});
}

}  // namespace passerby::property
