// The small worlds that generated rules and requests are made of: few signals' values, so that rules match
// often, and among them those that readers of YAML, JSON and Unicode get wrong.
#pragma once

#include <string>
#include <vector>

#include "tests/reference/clock.hpp"

namespace passerby::property {

struct Letters {
    std::string signal;
    std::string type;                 // as rules.md names it
    std::vector<std::string> values;  // that rules ask for and requests carry
};

// The built-in signals with values, and the ones that a generated rule set may declare.
const std::vector<Letters>& built_in_letters();
struct Declarable : Letters {
    std::string declaration;  // YAML: `{type: string, …}`
};
const std::vector<Declarable>& declarable_letters();

const std::vector<std::string>& path_prefixes();
const std::vector<std::string>& path_globs();
const std::vector<std::string>& word_globs();

// Places and moments with something about their clocks.
struct Moment {
    std::string zone;
    reference::Instant around;
};
const std::vector<Moment>& moments();

}  // namespace passerby::property
