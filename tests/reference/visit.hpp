// One request as the rules may see it: read, checked, and stripped of what the visitor did not permit.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/reference/rule_set.hpp"

namespace passerby::reference {

// The value of a known signal: texts of a string (one) or a set, else a number (booleans are 0 and 1).
struct Fact {
    std::vector<std::string> texts;
    double number = 0;
};

struct Visit {
    Instant now;
    std::optional<std::chrono::minutes> utc_offset;
    std::optional<int> bucket;
    std::vector<std::string> slots;  // each once, in the request's order, known or not
    std::set<std::string> excluded;
    std::map<std::string, Fact> known;  // by signal; only what may be used

    // What the visitor is told of it.
    std::set<std::string> withheld, ignored, refresh_consent;
    int unknown = 0;
};

// What comes beside the body.
struct Headers {
    bool gpc = false;
    bool dnt = false;
};

// Nothing where the request is refused: no JSON, or no proper `slots`.
std::optional<Visit> read_visit(const RuleSet& rules, const std::string& body, Instant now,
                                Headers headers = {});

}  // namespace passerby::reference
