// How many visits a rule reaches in 30 days, as an interval: the visits of the site times the share for which
// the rule's condition and one of its slots' hold.
//
// Three-valued as matching is: of each condition both the share for which it holds and that for which it
// fails are followed, since `not` holds where its condition fails, and what is unknown does neither.
// Conditions of nothing but time are followed minute by minute and are exact. A rule in force for less than
// 30 days reaches only the visits of that time. Owned by one lint.
#pragma once

#include <optional>
#include <vector>

#include "engine/rule_set.hpp"
#include "rules/guard.hpp"
#include "rules/share_tables.hpp"

namespace passerby::rules {

struct Reach {
    double least, likely, most;  // visits, ascending
    double days;                 // 30, or fewer for a rule that is in force for less
};

class ReachEstimator {
  public:
    static constexpr double days_max = 30;

    ReachEstimator(const engine::RuleSet& set, const Guard& guard);

    Reach of(const engine::Rule& rule);
    // Of the visits while the rule is in force, those for which a condition holds.
    Share share_of(const engine::Condition& condition, const engine::Rule& rule);

  private:
    // What is known of a condition.
    struct Estimate {
        Share holds, fails;
        SignalBits signals = 0;
        std::optional<WeekSet> minutes;  // of a condition that asks for nothing but time
    };

    Estimate estimate(const engine::Condition& condition);
    Estimate estimate(const engine::Test& test);
    Estimate estimate_segments(const engine::Condition& condition);
    Estimate segment(engine::SegmentId id);
    Estimate join(std::vector<Estimate> parts, engine::Condition::Kind kind);
    Estimate of_minutes(WeekSet minutes) const;
    Share share_of(const WeekSet& minutes) const;
    void begin(const engine::Rule& rule);

    const engine::RuleSet& set_;
    const Guard& guard_;
    ShareTables tables_;
    std::vector<std::optional<Estimate>> segments_;  // by SegmentId, of a rule in force for 30 days
    std::optional<Stretch> stretch_;                 // of a rule in force for less
    double days_ = days_max;
    std::size_t steps_ = 0;  // tests that may still be looked at
};

}  // namespace passerby::rules
