#include "rules/parse_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace passerby::rules {

namespace {

// Words of other systems for our keys.
struct Habit {
    std::string_view said, meant;
};

constexpr Habit habits[] = {
    {"name", "id"},           {"prio", "priority"},      {"if", "when"},
    {"condition", "when"},    {"start", "from"},         {"starts", "from"},
    {"end", "until"},         {"ends", "until"},         {"to", "until"},
    {"active", "enabled"},    {"comment", "notes"},      {"description", "notes"},
    {"content", "show"},      {"default", "fallback"},   {"places", "slots"},
    {"variables", "signals"}, {"audiences", "segments"}, {"campaigns", "rules"},
    {"limit", "cap"},         {"group", "exclusive"},
};

std::string_view usually_meant(std::string_view said, std::span<const std::string_view> known) {
    for (const Habit& habit : habits) {
        const bool fits =
            habit.said == said && std::find(known.begin(), known.end(), habit.meant) != known.end();
        if (fits) { return habit.meant; }
    }
    return {};
}

}  // namespace

void say_unknown_key(Report& report, Node key, std::string_view owner,
                     std::span<const std::string_view> known) {
    std::string hint = report.did_you_mean(key.text(), known);
    const std::string_view meant = usually_meant(key.text(), known);
    if (!meant.empty()) { hint = fmt::format("did you mean {}?", backticked(meant)); }
    if (hint.empty()) { hint = fmt::format("{} has {}", owner, listed(known, " and ")); }
    report.say(key, "unknown-key", fmt::format("{} has no key {}", owner, backticked(key.text())),
               std::move(hint));
}

void say_missing_key(Report& report, Node mapping, std::string_view owner, std::string_view missing) {
    if (report.in_broken_file()) { return; }
    report.say(mapping, "missing-key", fmt::format("{} needs {}", owner, backticked(missing)),
               fmt::format("add `{}:`", missing));
}

}  // namespace passerby::rules
