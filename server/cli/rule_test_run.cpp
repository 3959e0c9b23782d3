#include "server/cli/rule_test_run.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/ensure.hpp"
#include "engine/every_draw.hpp"
#include "rules/screen_text.hpp"
#include "server/cli/explained.hpp"

namespace passerby::cli {

namespace {

// Each way of drawing is a whole decision; a test that has more of them asks for a bucket.
constexpr std::size_t ways_max = 10'000;

bool is_as_expected(const rules::ExpectedChoice& expected, const engine::Choice& choice) {
    return (!expected.rule || expected.rule == choice.rule) &&
           (!expected.content || expected.content == choice.content) &&
           (!expected.reason || expected.reason == choice.reason);
}

bool is_as_expected(const rules::ExpectedSlot& expected, const engine::SlotDecision& decided) {
    return std::equal(expected.choices.begin(), expected.choices.end(), decided.choices.begin(),
                      decided.choices.end(),
                      [](const auto& wanted, const auto& choice) { return is_as_expected(wanted, choice); });
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const std::string& part : parts) { text += (text.empty() ? "" : ", then ") + part; }
    return text.empty() ? "nothing" : text;
}

std::string words_of(const engine::RuleIndex& rules, const rules::ExpectedChoice& expected) {
    std::string text;
    const auto add = [&](std::string_view what, std::string_view name) {
        text += fmt::format("{}{} `{}`", text.empty() ? "" : " with ", what, name);
    };
    if (expected.rule) { add("rule", rules.rule_name(*expected.rule)); }
    if (expected.content) { add("content", rules.content_name(*expected.content)); }
    if (expected.reason) { add("reason", name_of(*expected.reason)); }
    return text;
}

std::string words_of(const engine::RuleIndex& rules, const engine::Choice& choice) {
    const std::string content =
        fmt::format("content `{}` ({})", rules.content_name(choice.content), name_of(choice.reason));
    return choice.rule ? fmt::format("rule `{}` with {}", rules.rule_name(*choice.rule), content) : content;
}

}  // namespace

std::optional<Failure> RuleTestRun::run(const rules::RuleTest& test, engine::Instant now) {
    const auto problem = inspect_.read(test.request, rules_, test.at.value_or(now));
    engine::ensure(!problem, "the reader of rule tests writes valid requests");
    engine::EveryDraw every;
    engine::Chance chance(every);
    std::size_t ways = 0;
    do {
        if (++ways > ways_max) {
            return Failure{"the same for every possible draw",
                           fmt::format("more than {} ways to draw", ways_max),
                           {"give the test a `bucket`"}};
        }
        if (auto failure = compare(test, inspect_.explain(rules_, chance))) { return failure; }
    } while (every.next());
    return std::nullopt;
}

std::optional<Failure> RuleTestRun::compare(const rules::RuleTest& test,
                                            const engine::Explanation& explained) const {
    for (const rules::ExpectedSlot& expected : test.expect) {
        const auto& slots = explained.decision.slots;
        const auto decided = std::find_if(slots.begin(), slots.end(), [&](const engine::SlotDecision& slot) {
            return slot.slot == expected.slot;
        });
        engine::ensure(decided != slots.end(), "a rule test asks for the slots it expects something of");
        if (is_as_expected(expected, *decided)) { continue; }
        return describe(expected, *decided,
                        explained.slots[static_cast<std::size_t>(decided - slots.begin())]);
    }
    return std::nullopt;
}

// Why: what the visitor is told of each choice, and what became of the rules that would have been right.
Failure RuleTestRun::describe(const rules::ExpectedSlot& expected, const engine::SlotDecision& decided,
                              const engine::SlotExplanation& explained) const {
    std::vector<std::string> wanted;
    std::vector<std::string> got;
    Failure failure;
    for (const engine::Choice& choice : decided.choices) {
        got.push_back(words_of(rules_, choice));
        failure.why.push_back(rules::for_screen(choice.why));
    }
    for (const rules::ExpectedChoice& choice : expected.choices) {
        wanted.push_back(words_of(rules_, choice));
    }
    for (const engine::RuleExplanation& rule : explained.rules) {
        const bool would_do = std::any_of(expected.choices.begin(), expected.choices.end(),
                                          [&](const auto& choice) { return could_be(choice, rule.rule); });
        if (would_do && rule.outcome != engine::Outcome::matched) {
            failure.why.push_back(explained_rule(rules_, rule));
        }
    }
    failure.expected = fmt::format("{}: {}", rules_.slot_name(expected.slot), joined(wanted));
    failure.got = fmt::format("{}: {}", rules_.slot_name(expected.slot), joined(got));
    return failure;
}

bool RuleTestRun::could_be(const rules::ExpectedChoice& expected, engine::RuleId rule) const {
    if (expected.rule) { return expected.rule == rule; }
    const auto& show = rule_set_.rules[rule].show;
    return expected.content && std::any_of(show.begin(), show.end(), [&](const engine::Variant& variant) {
               return variant.content == *expected.content;
           });
}

}  // namespace passerby::cli
