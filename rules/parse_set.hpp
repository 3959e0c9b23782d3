// The files of one set, each read as YAML already, to one rule set: names first, for they are global, then
// everything that uses them.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "engine/rule_set.hpp"
#include "rules/node.hpp"
#include "rules/parse_rule.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

struct SetFile {
    const Document* document;
    bool readable;  // false: what it may define is not reported as missing
};

struct ReadSet {
    engine::RuleSet rule_set;        // to be used only if nothing of it was reported as an error
    std::vector<RulePlaces> places;  // by RuleId
};

// Reports everything that is wrong with the set. `report` has the files in the same order.
ReadSet read_set(std::span<const SetFile> files, Report& report);

}  // namespace passerby::rules
