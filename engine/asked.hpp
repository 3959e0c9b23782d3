// What every rule asks for certain: its conjuncts, gathered once, for all that an index is made of.
// Lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/conjuncts.hpp"
#include "engine/program.hpp"
#include "engine/rule_set.hpp"
#include "engine/ways.hpp"

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
    using Span = std::span<const Ask>;

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
        if (!complete) { add_ways(program, rule); }
        way_starts_.push_back(static_cast<std::uint32_t>(way_ends_.size() - 1));
    }
    void reserve(std::size_t rules) {
        ends_.reserve(rules + 1);
        complete_.reserve(rules);
        way_starts_.reserve(rules + 1);
        asks_.reserve(rules * 5);
    }

    // `found(Ask)` for everything that anybody asks, as often as it is asked.
    template <class Found>
    void for_each(Found&& found) const {
        for (const Ask ask : asks_) { found(ask); }
        for (const Ask ask : of_ways_) { found(ask); }
    }
    // What must hold in any case.
    Span of(RuleId rule) const { return Span(asks_).subspan(ends_[rule], ends_[rule + 1u] - ends_[rule]); }
    // Whether that is all that the rule asks.
    bool is_complete(RuleId rule) const { return complete_[rule]; }

    // A rule that is not complete may have ways in which it holds, and then only in these.
    std::size_t way_count(RuleId rule) const { return way_starts_[rule + 1u] - way_starts_[rule]; }
    // All that must hold in one of them.
    Span of_way(RuleId rule, std::size_t number) const {
        const std::size_t at = way_starts_[rule] + number;
        return Span(of_ways_).subspan(way_ends_[at], way_ends_[at + 1] - way_ends_[at]);
    }

  private:
    void add_ways(const Program& program, const RuleCore& rule) {
        const auto ways = ways_of(program, rule.when);
        if (!ways) { return; }
        for (const Way& way : *ways) {
            for (const Conjunct& conjunct : way) { of_ways_.push_back(Ask::of(conjunct, rule.clock)); }
            way_ends_.push_back(static_cast<std::uint32_t>(of_ways_.size()));
        }
    }

    std::vector<Ask> asks_;
    std::vector<std::uint32_t> ends_{0};
    std::vector<bool> complete_;
    std::vector<Ask> of_ways_;                  // way after way …
    std::vector<std::uint32_t> way_ends_{0};    // … and where each ends
    std::vector<std::uint32_t> way_starts_{0};  // by RuleId: its first way
};

}  // namespace passerby::engine
