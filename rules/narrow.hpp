// Rules that single somebody out, because of so few visits that whoever sees their content is as good as
// known.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/guard.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void warn_of_narrow_rules(const engine::RuleSet& set, const Guard& guard, engine::Instant now,
                          Report& report);

}  // namespace passerby::rules
