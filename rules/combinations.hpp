// Ways of asking that single people out whatever the numbers say:
//   a city with an hour and a device      one's neighbour, at the time and on the phone one knows
//   one path with a place                 whoever reads this very page there
//   no more than that a signal is known   whoever agreed that it may be
// Only what must hold for a rule counts, not what is one of its alternatives. Near linear.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void warn_of_combinations(const engine::RuleSet& set, Report& report);
void warn_of_merely_known(const engine::RuleSet& set, Report& report);

}  // namespace passerby::rules
