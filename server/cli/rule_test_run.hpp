// One rule test run against the compiled rules: does what it expects hold, however the draws fall?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/rule_set.hpp"
#include "rules/rule_tests.hpp"
#include "server/api/inspect.hpp"

namespace passerby::cli {

// What went wrong with one test; the first slot and the first way of drawing that did.
struct Failure {
    std::string expected;
    std::string got;
    std::vector<std::string> why;  // lines
};

// Owned by one thread.
class RuleTestRun {
  public:
    // Both outlive it; `rules` is compiled from `rule_set`.
    RuleTestRun(const engine::RuleSet& rule_set, const engine::RuleIndex& rules)
        : rule_set_(rule_set), rules_(rules), inspect_({}, 0, {}) {}

    // Nothing: it holds. The request stays to be asked about coverage.
    std::optional<Failure> run(const rules::RuleTest& test, engine::Instant now);
    api::Inspect& inspect() { return inspect_; }

  private:
    std::optional<Failure> compare(const rules::RuleTest& test, const engine::Explanation& explained) const;
    Failure describe(const rules::ExpectedSlot& expected, const engine::SlotDecision& decided,
                     const engine::SlotExplanation& explained) const;
    bool could_be(const rules::ExpectedChoice& expected, engine::RuleId rule) const;

    const engine::RuleSet& rule_set_;
    const engine::RuleIndex& rules_;
    api::Inspect inspect_;
};

}  // namespace passerby::cli
