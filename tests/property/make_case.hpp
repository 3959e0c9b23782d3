// One generated case: a rule set as files, a request, and the moment it comes.
//
// The rule sets use the whole language and are right: the language must accept each. They may be silly
// (rules that can never match, contents that nothing shows); that is for warnings.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tests/property/random.hpp"
#include "tests/reference/tree.hpp"
#include "tests/reference/visit.hpp"

namespace passerby::property {

struct Case {
    std::vector<std::pair<std::string, reference::Tree>> files;  // in the order of the set
    reference::Tree request;
    reference::Instant now;
    reference::Headers headers;
    std::uint64_t layout = 0;  // how the files are written; 0: plainly

    std::vector<std::pair<std::string, std::string>> texts() const;  // the files as YAML
    std::string body() const;                                        // the request as JSON
};

// How many rules a generated set has: few, so that a failure is small, or enough for every block of an index.
struct RuleCount {
    int min = 1, max = 10;
};

// Rules, and a moment that is interesting to them; the request is still empty.
Case make_rules(Random& random, RuleCount count = {});
// Another request for the same rules.
void make_request(Random& random, Case& made);

}  // namespace passerby::property
