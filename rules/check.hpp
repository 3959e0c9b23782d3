// What can only be seen once every segment is read: segments that reach themselves, conditions that are too
// deep or have too many tests by the segments and slots they use.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void check_segments_and_limits(const engine::RuleSet& rule_set, Report& report);

}  // namespace passerby::rules
