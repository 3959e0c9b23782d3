// Rules that can never win, because another of higher priority fills their slot whenever they hold.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void warn_of_shadows(const engine::RuleSet& rule_set, Report& report);

}  // namespace passerby::rules
