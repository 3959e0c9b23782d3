#include "rules/narrow.hpp"

#include <fmt/format.h>

#include <cmath>

#include "rules/lint.hpp"
#include "rules/reach.hpp"

namespace passerby::rules {

namespace {

// Of time that is less than 30 days.
std::string spell_time(double days) {
    if (days >= ReachEstimator::days_max) { return "30 days"; }
    const double hours = days * 24, minutes = hours * 60;
    const auto several = [](double number, std::string_view unit) {
        return fmt::format("the {:.3g} {}{} that it is in force", number, unit, number == 1 ? "" : "s");
    };
    return minutes < 120 ? several(minutes, "minute")
           : hours < 48  ? several(hours, "hour")
                         : several(days, "day");
}

constexpr double rounding = 1e-6;  // of a visit

std::string spell_reach(const Reach& reach) {
    const std::string likely = reach.likely < 1 ? "fewer than 1" : fmt::format("{:.0f}", reach.likely);
    return fmt::format("likely {}, at least {:.0f}, at most {:.0f}", likely,
                       std::floor(reach.least + rounding), std::ceil(reach.most - rounding));
}

// A rule that reaches nobody at all singles nobody out.
void warn_of_reach(const engine::Rule& rule, const Reach& reach, const Guard& guard, Report& report) {
    if (reach.likely >= guard.min_reach || reach.most <= 0) { return; }
    const bool cannot = reach.most < guard.min_reach;
    std::string message = fmt::format("rule {} {} {:.6g} visits in {}: {}", backticked(rule.id),
                                      cannot ? "cannot reach" : "hardly reaches", guard.min_reach,
                                      spell_time(reach.days), spell_reach(reach));
    if (cannot && guard.refuse) {
        return report.refuse(rule.place, "too-narrow", std::move(message),
                             "`guard.refuse` of the configuration refuses such rules; ask for less");
    }
    if (accepts(rule, "too-narrow")) { return; }
    report.say(rule.place, "too-narrow", std::move(message),
               "ask for less, or tell the `shares` of your own site in the configuration");
}

}  // namespace

void warn_of_narrow_rules(const engine::RuleSet& set, const Guard& guard, engine::Instant now,
                          Report& report) {
    ReachEstimator estimator(set, guard);
    for (const engine::Rule& rule : set.rules) {
        if (!rule.enabled || rule.until <= now) { continue; }
        warn_of_reach(rule, estimator.of(rule), guard, report);
    }
}

}  // namespace passerby::rules
