// Rules that bring together a sensitive topic and something about the visitor: where they are, what they do
// here or did before. Each by itself is fine; together they say of a person what should not be said.
//
// The topic is looked for in what a rule asks about the page, about behaviour, and in the names of the
// signals that a site declares. Not in the content that it shows: that is free text (links, captions), and
// what somebody may learn of a visitor is what was asked, not what was shown. What is asked not to be is no
// topic.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

void warn_of_sensitive_rules(const engine::RuleSet& set, Report& report);

}  // namespace passerby::rules
