// From the checked source form to the compiled one: the only maker of a RuleIndex.
#pragma once

#include <memory>

#include "engine/rule_index.hpp"
#include "engine/rule_set.hpp"
#include "engine/slot_index.hpp"
#include "engine/tasks.hpp"

namespace passerby::engine {

// Keeps what it needs; the rule set may go. Time and memory linear in the size of the rule set.
std::shared_ptr<const RuleIndex> compile(const RuleSet& rule_set, const IndexShape& shape = {});
// The same, to the bit, by several threads.
std::shared_ptr<const RuleIndex> compile(const RuleSet& rule_set, Tasks& tasks, const IndexShape& shape = {});

}  // namespace passerby::engine
