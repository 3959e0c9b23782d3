// Two rules of a slot that differ in one test, so that whoever sees the one and not the other is one of a
// handful: a list of countries with one more tiny one, the same condition with one further test that almost
// all pass.
//
// Rules are filed under their conditions less one test, by fingerprints; each is compared with the few next
// to it in its file. Near linear; who is not found there is not warned of.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/guard.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void warn_of_near_twins(const engine::RuleSet& set, const Guard& guard, engine::Instant now, Report& report);

}  // namespace passerby::rules
