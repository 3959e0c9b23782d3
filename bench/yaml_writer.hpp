// A rule set as the files that a marketer would keep: for timing the way from text to serving.
#pragma once

#include <string>
#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::bench {

struct RuleFile {
    std::string name;  // within the set's folder
    std::string text;
};

// `files` files of about as many rules each, with the contents they show, beside one with the slots.
// Knows what the workload uses: lists of values, ranges, all, any.
std::vector<RuleFile> write_yaml(const engine::RuleSet& set, std::size_t files);

}  // namespace passerby::bench
