#include "server/cli/explained.hpp"

#include <fmt/format.h>

#include "rules/screen_text.hpp"

namespace passerby::cli {

std::string_view words_of(engine::Outcome outcome) {
    switch (outcome) {
        case engine::Outcome::matched: return "won a place";
        case engine::Outcome::failed: return "does not hold";
        case engine::Outcome::unknown: return "asks for what is not known";
        case engine::Outcome::outranked: return "holds, but another was chosen";
        case engine::Outcome::outside_schedule: return "is in force at other times only (`from`, `until`)";
        case engine::Outcome::capped: return "holds, but all it shows is in `exclude`";
        case engine::Outcome::over_budget: return "holds, but its budget is spent";
        case engine::Outcome::disabled: return "is not enabled";
        case engine::Outcome::excluded: return "holds, but what it shows is taken, or of a group that is";
    }
    return {};
}

std::string place_of(const engine::RuleIndex& rules, const engine::Place& place) {
    return fmt::format("{}:{}", rules::for_screen(rules.file_name(place.file)), place.line);
}

std::string fate_of(const engine::RuleIndex& rules, const engine::RuleExplanation& rule) {
    std::string text(words_of(rule.outcome));
    if (const auto& test = rule.test) {
        text += fmt::format(": `{}` is {} ({})", rules::for_screen(test->path),
                            test->unknown ? "unknown" : "false", place_of(rules, test->place));
    }
    return text;
}

std::string explained_rule(const engine::RuleIndex& rules, const engine::RuleExplanation& rule) {
    return fmt::format("rule `{}` ({}) {}", rules.rule_name(rule.rule),
                       place_of(rules, rules.rule_place(rule.rule)), fate_of(rules, rule));
}

}  // namespace passerby::cli
