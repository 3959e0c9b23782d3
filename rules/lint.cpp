#include "rules/lint.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/limits.hpp"
#include "engine/shares.hpp"
#include "rules/combinations.hpp"
#include "rules/contradictions.hpp"
#include "rules/narrow.hpp"
#include "rules/near_twins.hpp"
#include "rules/sensitive.hpp"
#include "rules/shadows.hpp"

namespace passerby::rules {

namespace {

using engine::Condition;
using engine::Rule;

// ---- things that nothing uses

class UsageCheck {
  public:
    UsageCheck(const engine::RuleSet& set, engine::Instant now, Report& report)
        : set_(set),
          now_(now),
          report_(report),
          contents_(set.contents.size()),
          segments_(set.segments.size()),
          slots_(set.slots.size()) {}

    void run() {
        for (const Rule& rule : set_.rules) { use_rule(rule); }
        for (std::size_t i = 0; i < set_.slots.size(); ++i) { use_slot(i); }
        follow_segments();
        say_unused();
    }

  private:
    void use_rule(const Rule& rule) {
        use_condition(rule.when);
        for (const engine::Variant& variant : rule.show) { contents_[variant.content] = true; }
        if (!rule.enabled || rule.until <= now_) { return; }
        for (const engine::SlotId slot : rule.slots) { slots_[slot] = true; }
    }

    void use_slot(std::size_t slot) {
        use_condition(set_.slots[slot].when);
        if (!set_.slots[slot].fallback) { return; }
        contents_[*set_.slots[slot].fallback] = true;
        slots_[slot] = true;
    }

    void use_condition(const Condition& condition) {
        for (const engine::SegmentId segment : condition.segments) {
            if (!segments_[segment]) { to_follow_.push_back(segment); }
            segments_[segment] = true;
        }
        for (const Condition& child : condition.children) { use_condition(child); }
    }

    void follow_segments() {
        while (!to_follow_.empty()) {
            const engine::SegmentId segment = to_follow_.back();
            to_follow_.pop_back();
            use_condition(set_.segments[segment].when);
        }
    }

    void say_unused() {
        for (std::size_t i = 0; i < set_.contents.size(); ++i) {
            if (contents_[i]) { continue; }
            report_.say(set_.contents[i].place, "unused-content",
                        fmt::format("no rule or slot shows content {}", backticked(set_.contents[i].id)));
        }
        for (std::size_t i = 0; i < set_.segments.size(); ++i) {
            if (segments_[i]) { continue; }
            report_.say(set_.segments[i].place, "unused-segment",
                        fmt::format("no rule or slot uses segment {}", backticked(set_.segments[i].id)));
        }
        for (std::size_t i = 0; i < set_.slots.size(); ++i) {
            if (slots_[i]) { continue; }
            report_.say(set_.slots[i].place, "unfilled-slot",
                        fmt::format("nothing fills slot {}", backticked(set_.slots[i].id)),
                        "give it a rule or a `fallback`");
        }
    }

    const engine::RuleSet& set_;
    engine::Instant now_;
    Report& report_;
    std::vector<bool> contents_, segments_, slots_;
    std::vector<engine::SegmentId> to_follow_;
};

// ---- one rule by itself

void warn_of_end(const Rule& rule, const RulePlaces& places, engine::Instant now, Report& report) {
    if (!rule.enabled || rule.until > now || accepts(rule, "expired")) { return; }
    report.say(places.until, "expired",
               fmt::format("rule {} ended at `{}`", backticked(rule.id), engine::format_instant(rule.until)),
               "remove it, or give it a later `until`");
}

void warn_of_budget(const Rule& rule, const RulePlaces& places, Report& report) {
    if (!rule.budget || accepts(rule, "budget-not-enforced")) { return; }
    report.say(places.budget, "budget-not-enforced",
               fmt::format("the budget of rule {} is read and not yet kept to", backticked(rule.id)),
               "the rule shows its content as if it had none");
}

bool is_whole_share(double weight, double sum) {
    const double share = weight / sum * engine::limits::buckets;
    return std::abs(share - std::round(share)) < 1e-9 && share > 0.5;
}

// `34, 33, 33`
std::string spell_counts(std::span<const std::uint32_t> counts) {
    std::string out;
    for (const std::uint32_t count : counts) { out += (out.empty() ? "" : ", ") + std::to_string(count); }
    return out;
}

void warn_of_shares(const engine::RuleSet& set, const Rule& rule, const RulePlaces& places, Report& report) {
    double sum = 0;
    for (const engine::Variant& variant : rule.show) { sum += variant.weight; }
    const auto uneven = std::find_if(rule.show.begin(), rule.show.end(), [&](const engine::Variant& variant) {
        return !is_whole_share(variant.weight, sum);
    });
    if (uneven == rule.show.end() || accepts(rule, "uneven-split")) { return; }
    constexpr std::size_t shown_max = 12;
    std::string hint = "with a bucket, a visitor has one of 100 places";
    if (rule.show.size() <= shown_max) {
        std::vector<double> weights;
        for (const engine::Variant& variant : rule.show) { weights.push_back(variant.weight); }
        engine::Shares shares;
        hint += ", which go " + spell_counts(shares.divide(engine::limits::buckets, weights));
    }
    report.say(places.show, "uneven-split",
               fmt::format("a share of {:.4g} in 100 for {} cannot be given exactly",
                           uneven->weight / sum * engine::limits::buckets,
                           backticked(set.contents[uneven->content].id)),
               std::move(hint));
}

}  // namespace

bool accepts(const Rule& rule, std::string_view code) {
    return std::find(rule.allow.begin(), rule.allow.end(), code) != rule.allow.end();
}

void lint(const engine::RuleSet& rule_set, std::span<const RulePlaces> places, engine::Instant now,
          const Guard& guard, Report& report) {
    UsageCheck(rule_set, now, report).run();
    for (std::size_t i = 0; i < rule_set.rules.size(); ++i) {
        const Rule& rule = rule_set.rules[i];
        warn_of_end(rule, places[i], now, report);
        warn_of_budget(rule, places[i], report);
        warn_of_shares(rule_set, rule, places[i], report);
    }
    warn_of_contradictions(rule_set, report);
    warn_of_shadows(rule_set, report);
    warn_of_narrow_rules(rule_set, guard, now, report);
    warn_of_near_twins(rule_set, guard, now, report);
    warn_of_combinations(rule_set, report);
    warn_of_merely_known(rule_set, report);
    warn_of_sensitive_rules(rule_set, report);
}

}  // namespace passerby::rules
