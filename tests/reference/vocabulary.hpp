// What may be known of a request: the table of rules.md's built-in signals, as a table, and what a rule set
// declares beside them.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tests/reference/tree.hpp"

namespace passerby::reference {

struct Signal {
    std::string type;                 // as the language names it: `string`, `set`, `time of day` …
    std::vector<std::string> values;  // the closed list; empty: any
    double min = -1e15, max = 1e15;
    std::set<std::string> purposes;  // each must be permitted
};

using Vocabulary = std::map<std::string, Signal>;  // by full name: `page.section`

const Vocabulary& built_in();
Signal declared(const std::string& name, const Tree& declaration);

}  // namespace passerby::reference
