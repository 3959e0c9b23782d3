// What every rule asks for certain: its conjuncts, gathered once, for all that an index is made of.
// Lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/conjuncts.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"

namespace passerby::engine {

// What compile and the index need of each rule.
struct RuleCore {
    NodeId when = 0;
    std::int32_t priority = 0;
    Clock clock = Clock::visitor;
};

// A conjunct by a clock, as one number: equal ones are looked at once.
struct Ask {
    std::uint32_t number;

    static Ask of(const Conjunct& conjunct, Clock clock) {
        return {conjunct.test * 4u + (conjunct.wanted ? 2u : 0u) + (clock == Clock::site ? 1u : 0u)};
    }
    TestId test() const { return number / 4; }
    bool wanted() const { return (number & 2u) != 0; }
    Clock clock() const { return (number & 1u) != 0 ? Clock::site : Clock::visitor; }
};

class Asked {
  public:
    // Each rule once, in the order of their ids; those that are disabled ask nothing.
    void add(const Program& program, const RuleCore& rule, bool enabled) {
        bool complete = true;
        if (enabled) {
            complete = for_each_conjunct(program, rule.when, [&](const Conjunct& conjunct) {
                asks_.push_back(Ask::of(conjunct, rule.clock));
            });
        }
        ends_.push_back(static_cast<std::uint32_t>(asks_.size()));
        complete_.push_back(complete);
    }
    void reserve(std::size_t rules) {
        ends_.reserve(rules + 1);
        complete_.reserve(rules);
        asks_.reserve(rules * 5);
    }

    std::span<const Ask> all() const { return asks_; }
    std::span<const Ask> of(RuleId rule) const {
        return std::span(asks_).subspan(ends_[rule], ends_[rule + 1u] - ends_[rule]);
    }
    // Whether that is all that the rule asks.
    bool is_complete(RuleId rule) const { return complete_[rule]; }

  private:
    std::vector<Ask> asks_;
    std::vector<std::uint32_t> ends_{0};
    std::vector<bool> complete_;
};

}  // namespace passerby::engine
