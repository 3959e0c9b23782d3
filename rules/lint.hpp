// Warnings: what the language permits and an author probably did not mean.
//
// Each is sound (what it says is so) and bounded (near linear in the rule set); none promises to find all.
#pragma once

#include <span>
#include <string_view>

#include "engine/rule_set.hpp"
#include "rules/guard.hpp"
#include "rules/parse_rule.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

// Of a rule set without errors. `places` by RuleId. What the guard refuses becomes an error.
void lint(const engine::RuleSet& rule_set, std::span<const RulePlaces> places, engine::Instant now,
          const Guard& guard, Report& report);

// Whether the rule says `allow: [code]`.
bool accepts(const engine::Rule& rule, std::string_view code);

}  // namespace passerby::rules
