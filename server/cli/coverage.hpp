// What the tests of a rule set never tried: rules that matched in none of them, and tests of conditions that
// were never true or never false.
//
// Each test of a condition becomes two rules of its own, one that holds where it is true and one where it is
// false, compiled and matched like any other: so coverage sees with the engine's eyes.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "engine/rule_set.hpp"
#include "server/api/inspect.hpp"

namespace passerby::cli {

// Owned by one thread; the rule set must outlive it.
class Coverage {
  public:
    explicit Coverage(const engine::RuleSet& rule_set);

    // What one request, for the slots it asks for, tries.
    void add(const engine::RuleIndex& rules, api::Inspect& inspect);

    // A line for each thing untried, in the order of the files; empty: all was.
    std::vector<std::string> gaps() const;

  private:
    struct Tried {
        const engine::Condition* test;
        std::string owner;  // "rule `night-sale`"
        bool was_true = false;
        bool was_false = false;
    };

    void enter(const engine::Condition& condition, const std::string& owner,
               const std::vector<engine::SlotId>& slots, engine::Clock clock);
    void enter_test(const engine::Condition& test, const std::string& owner,
                    const std::vector<engine::SlotId>& slots, engine::Clock clock);
    std::vector<engine::SlotId> all_slots() const;

    const engine::RuleSet& rule_set_;
    std::vector<bool> matched_;  // by RuleId
    std::vector<Tried> tests_;
    engine::RuleSet probes_;  // rule 2i: tests_[i] is true; rule 2i + 1: it is false
    std::shared_ptr<const engine::RuleIndex> probe_index_;
};

}  // namespace passerby::cli
