#include "server/cli/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rules/issue.hpp"
#include "rules/screen_text.hpp"
#include "server/api/inspect.hpp"
#include "server/cli/input.hpp"
#include "server/cli/moment.hpp"

namespace passerby::cli {

namespace {

// What became of a rule, in a person's words.
std::string_view words_of(engine::Outcome outcome) {
    switch (outcome) {
        case engine::Outcome::matched: return "won a place";
        case engine::Outcome::failed: return "does not hold";
        case engine::Outcome::unknown: return "asks for what is not known";
        case engine::Outcome::outranked: return "holds, but another was chosen";
        case engine::Outcome::outside_schedule: return "holds only at other times (`from`, `until`)";
        case engine::Outcome::capped: return "holds, but all it shows is in `exclude`";
        case engine::Outcome::over_budget: return "holds, but its budget is spent";
        case engine::Outcome::disabled: return "is not enabled";
        case engine::Outcome::excluded: return "holds, but what it shows is taken, or of a group that is";
    }
    return {};
}

std::string place(const engine::RuleIndex& rules, const engine::Place& at) {
    return fmt::format("{}:{}", rules::for_screen(rules.file_name(at.file)), at.line);
}

void append_choices(const engine::RuleIndex& rules, const engine::SlotDecision& slot, std::string& out) {
    const auto name = rules.slot_name(slot.slot);
    if (slot.choices.empty()) { fmt::format_to(std::back_inserter(out), "{} stays empty\n", name); }
    for (const engine::Choice& choice : slot.choices) {
        fmt::format_to(std::back_inserter(out), "{} shows `{}`{} ({})\n  {}\n", name,
                       rules.content_name(choice.content),
                       choice.rule ? fmt::format(" by rule `{}`", rules.rule_name(*choice.rule)) : "",
                       name_of(choice.reason), rules::for_screen(choice.why));
    }
}

void append_rule(const engine::RuleIndex& rules, const engine::RuleExplanation& explained, std::string& out) {
    fmt::format_to(std::back_inserter(out), "{:>11}  {:<16}  {}  {}\n", rules.rule_priority(explained.rule),
                   name_of(explained.outcome), rules.rule_name(explained.rule),
                   place(rules, rules.rule_place(explained.rule)));
    fmt::format_to(std::back_inserter(out), "{:31}{}", "", words_of(explained.outcome));
    if (const auto& test = explained.test) {
        fmt::format_to(std::back_inserter(out), ": `{}` is {} ({})", rules::for_screen(test->path),
                       test->unknown ? "unknown" : "false", place(rules, test->place));
    }
    out += '\n';
}

std::string near_names(std::string_view word, const std::vector<std::string_view>& names) {
    const auto near = rules::nearest(word, names);
    return near.empty() ? "" : fmt::format("; did you mean `{}`?", near);
}

Exit refuse_slot(const ExplainFlags& flags, const engine::RuleIndex& rules) {
    std::vector<std::string_view> names;
    for (engine::SlotId slot = 0; slot < rules.slot_count(); ++slot) {
        names.push_back(rules.slot_name(slot));
    }
    return refuse(fmt::format("the rule set has no slot `{}`{}", rules::for_screen(flags.slot),
                              near_names(flags.slot, names)));
}

Exit refuse_rule(const ExplainFlags& flags, const engine::RuleIndex& rules,
                 const engine::SlotExplanation& slot) {
    std::vector<std::string_view> names;
    for (const auto& explained : slot.rules) { names.push_back(rules.rule_name(explained.rule)); }
    return refuse(fmt::format("slot `{}` has no rule `{}`{}", flags.slot, rules::for_screen(*flags.rule),
                              near_names(*flags.rule, names)));
}

Exit report(const ExplainFlags& flags, const engine::RuleIndex& rules, engine::SlotId slot,
            api::Inspect& inspect) {
    const engine::Explanation explanation = inspect.explain(rules);
    const auto& explained = *std::find_if(explanation.slots.begin(), explanation.slots.end(),
                                          [&](const auto& candidate) { return candidate.slot == slot; });
    const auto& decided = *std::find_if(explanation.decision.slots.begin(), explanation.decision.slots.end(),
                                        [&](const auto& candidate) { return candidate.slot == slot; });
    std::string out;
    append_choices(rules, decided, out);
    out += '\n';
    bool found = !flags.rule;
    for (const engine::RuleExplanation& rule : explained.rules) {
        if (flags.rule && rules.rule_name(rule.rule) != *flags.rule) { continue; }
        append_rule(rules, rule, out);
        found = true;
    }
    if (!found) { return refuse_rule(flags, rules, explained); }
    print(out);
    return Exit::fine;
}

}  // namespace

Exit explain(const ExplainFlags& flags) {
    const auto loaded = load_rules(flags.rules);
    if (const auto* failed = std::get_if<Exit>(&loaded)) { return *failed; }
    const engine::RuleIndex& rules = *std::get<0>(loaded);
    const auto slot = rules.find_slot(flags.slot);
    if (!slot) { return refuse_slot(flags, rules); }
    const auto now = read_now(flags.now, rules.zone());
    if (!now) { return refuse(malformed_now); }

    Input input(flags.file);
    const auto body = input.read_all(wire::request_bytes_max);
    if (!input.failure().empty()) {
        return refuse("cannot read `" + rules::for_screen(flags.file) + "`: " + input.failure());
    }
    api::Inspect inspect({}, 0, {.has_now = true, .needs_slots = false});
    auto problem = body ? inspect.read(*body, rules, *now) : wire::Problem{wire::ProblemKind::body_too_large};
    if (problem) {
        std::string text;
        wire::write_problem(*problem, text);
        remark("not a valid request: " + text);
        return Exit::wrong;
    }
    // Slots that the request asks for before this one take contents away from it, as they do on the page.
    inspect.request().ask(flags.slot, rules);
    return finish(report(flags, rules, *slot, inspect));
}

}  // namespace passerby::cli
