// Tests that can never hold together: `device.type: phone` beside `not: {device.type: phone}`.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

// Warns of each such pair within a segment, a slot, and a rule with the segments and slots it uses.
void warn_of_contradictions(const engine::RuleSet& rule_set, Report& report);

}  // namespace passerby::rules
