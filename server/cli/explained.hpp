// What became of a rule, in a person's words.
#pragma once

#include <string>

#include "engine/explain.hpp"

namespace passerby::cli {

// `holds, but another was chosen`
std::string_view words_of(engine::Outcome outcome);

// `does not hold: `when.time.hour` is false (shop.yaml:19)`
std::string fate_of(const engine::RuleIndex& rules, const engine::RuleExplanation& rule);

// `rule `night-sale` (shop.yaml:22) does not hold: …`
std::string explained_rule(const engine::RuleIndex& rules, const engine::RuleExplanation& rule);

// `shop.yaml:22`
std::string place_of(const engine::RuleIndex& rules, const engine::Place& place);

}  // namespace passerby::cli
