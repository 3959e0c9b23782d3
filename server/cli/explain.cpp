#include "server/cli/explain.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "rules/issue.hpp"
#include "rules/screen_text.hpp"
#include "server/api/inspect.hpp"
#include "server/cli/explained.hpp"
#include "server/cli/input.hpp"
#include "server/cli/moment.hpp"

namespace passerby::cli {

namespace {

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
    fmt::format_to(std::back_inserter(out), "{:>11}  {:<16}  {}  {}\n{:31}{}\n",
                   rules.rule_priority(explained.rule), name_of(explained.outcome),
                   rules.rule_name(explained.rule), place_of(rules, rules.rule_place(explained.rule)), "",
                   fate_of(rules, explained));
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
