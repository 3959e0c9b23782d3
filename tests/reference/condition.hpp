// Whether a condition holds: yes, no, or nobody can know. And which tests made it so.
#pragma once

#include <string>
#include <vector>

#include "tests/reference/visit.hpp"

namespace passerby::reference {

enum class Truth { no, unknown, yes };

// The condition of a rule in one of its slots: its own `when`, then the slot's, under the rule's clock.
class RuleCondition {
  public:
    RuleCondition(const RuleSet& rules, const Visit& visit, const Rule& rule, const std::string& slot);

    Truth truth() const;
    // The signals of the tests that held, each once, in the order of the text; of branches that held only.
    // A test inside a `not` held if it was not passed, so that the `not` was.
    std::vector<std::string> signals_that_held() const;
    // The signals of the tests that came out false (or unknown), seen through their `not`s: where a rule
    // fails (or stays open), each of the tests that can be blamed for it is among these.
    std::vector<std::string> signals_that_came_out(Truth truth) const;

  private:
    enum class Sense { plain, negated };

    Truth of(const Tree& condition) const;
    Truth of_entry(const std::string& key, const Tree& value) const;
    Truth of_test(const std::string& signal, const Tree& test) const;
    Truth of_segments(const Tree& names) const;

    void collect_held(const Tree& condition, Sense sense, std::vector<std::string>& signals) const;
    void collect_held_entry(const std::string& key, const Tree& value, Sense sense,
                            std::vector<std::string>& signals) const;
    void collect_tests(const Tree& condition, Sense sense, Truth truth,
                       std::vector<std::string>& signals) const;

    const RuleSet& rules_;
    const Visit& visit_;
    WallClock clock_;
    std::vector<const Tree*> conditions_;
};

}  // namespace passerby::reference
