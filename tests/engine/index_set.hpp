// Large sets of simple rules for one slot, and whether every layout of the index agrees on them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "tests/engine/any_rules.hpp"
#include "tests/engine/every_rule.hpp"

namespace passerby::engine::testing {

// One slot of three places, ten contents that the rules show in turn.
class IndexSet {
  public:
    IndexSet() {
        set_.slots.push_back({"hero", {}, 3, {}, {}});
        for (const std::string& id : named("content", 10)) {
            set_.contents.push_back({id, "{}", {}, {}, {}});
        }
    }
    RuleSet& set() { return set_; }

    Rule& rule(Condition when, std::int32_t priority = 0) {
        Rule rule;
        rule.id = "rule" + std::to_string(set_.rules.size());
        rule.slots = {0};
        rule.when = std::move(when);
        rule.show = {{static_cast<ContentId>(set_.rules.size() % set_.contents.size()), 1}};
        rule.priority = priority;
        return set_.rules.emplace_back(std::move(rule));
    }

  private:
    RuleSet set_;
};

inline Condition prefix(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::prefix, false, std::move(texts), {}});
}
inline Condition glob(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::glob, false, std::move(texts), {}});
}
inline Condition has_all(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::all_of, false, std::move(texts), {}});
}
inline Condition lacks_one(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::all_of, true, std::move(texts), {}});
}
inline Condition outside(SignalId signal, double min, double max) {
    return test_of(signal, {Operator::Kind::within, true, {}, {{min, max}}});
}
inline Condition within_one(SignalId signal, std::vector<Interval> intervals) {
    return test_of(signal, {Operator::Kind::within, false, {}, std::move(intervals)});
}
// Two operators on one signal, in one test.
inline Condition both(Condition test, const Condition& other) {
    test.test->operators.push_back(other.test->operators.front());
    return test;
}

// Matches and choices, in all layouts, and some rule did match.
inline void expect_agreement(const RuleSet& set, Moments& moments, std::size_t requests = 200) {
    Agreement agreement(set);
    EXPECT_EQ(agreement.difference(moments, requests), "");
    EXPECT_GT(agreement.matched(), 0u);
}

}  // namespace passerby::engine::testing
