// The tests of a rule set: `*.test.yaml` files to plain values, or to everything that is wrong with them.
//
// Reading only: whoever runs them makes requests of them and compares. Every name is resolved against the
// rule set, so a test that could never hold, or asks for what is not there, is an issue and not a failure.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/reason.hpp"
#include "engine/rule_set.hpp"
#include "rules/issue.hpp"
#include "rules/load.hpp"
#include "rules/source.hpp"

namespace passerby::rules {

// One choice that a slot must make; what is absent may be anything.
struct ExpectedChoice {
    std::optional<engine::RuleId> rule;
    std::optional<engine::ContentId> content;
    std::optional<engine::Reason> reason;
    engine::Place place;  // the file is an index into RuleTests::sources, here and below
};

struct ExpectedSlot {
    engine::SlotId slot = 0;
    std::vector<ExpectedChoice> choices;  // all of them, in order; empty: the slot must stay empty
    engine::Place place;
};

struct RuleTest {
    std::string name;  // as the author named it; else where it stands
    std::optional<engine::Instant> at;
    // The body of a decide request: what was given, and the slots that something is expected of.
    std::string request;
    // Without a bucket the expectation must hold for every possible draw.
    bool has_bucket = false;
    std::vector<ExpectedSlot> expect;
    engine::Place place;
};

struct RuleTests {
    std::vector<RuleTest> tests;  // those without errors
    std::vector<Issue> issues;    // sorted
    std::vector<std::shared_ptr<const Source>> sources;
};

// The tests of the files, in their order. `rule_set` may go afterwards.
RuleTests read_rule_tests(std::span<const FoundFile> files, const engine::RuleSet& rule_set);
RuleTests read_rule_tests(std::vector<Source> sources, const engine::RuleSet& rule_set);

}  // namespace passerby::rules
