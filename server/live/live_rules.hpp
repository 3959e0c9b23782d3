// The rules in force.
#pragma once

#include "engine/rule_index.hpp"
#include "server/live/in_force.hpp"

namespace passerby::live {

using LiveRules = InForce<engine::RuleIndex>;
using RulesReference = LiveRules::Reference;
using RulesInHand = InHand<engine::RuleIndex>;

}  // namespace passerby::live
