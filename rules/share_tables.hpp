// What share of all visits passes a test of one signal: from what the configuration tells of it, else from
// what is known of the world, else from nothing.
//
// A visit may lack a signal, or a visitor withhold it. No public figure says how often at a given site, so
// shares of the world bound from above only: everybody may be known, or nobody. Shares that the configuration
// gives are of visits in which the signal is known. Measured counts would be one more source of rows, put in
// last. Owned by one lint.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "rules/facts.hpp"
#include "rules/guard.hpp"
#include "rules/share.hpp"
#include "rules/week.hpp"

namespace passerby::rules {

class ShareTables {
  public:
    ShareTables(const engine::Vocabulary& vocabulary, const GivenShares& given);

    // Of one operator of a test of a signal that is not the time.
    struct Outcome {
        Share passes, fails;  // the rest is unknown
    };
    Outcome of(engine::SignalId signal, const engine::Operator& op);

    // The minutes that a test of the time lets pass.
    WeekSet minutes(engine::SignalId signal, const engine::Operator& op);
    const WeekOfVisits& week() const { return week_; }

  private:
    // Of a signal of texts, by folded value.
    struct Texts {
        std::unordered_map<std::string, Share> values;
        Share rest = unknown_share;  // of all other values together
        bool known = false;          // in as many visits as the shares say, not only at most
    };
    // Of numbers: how many visits lie in each of some intervals apart from each other.
    struct Numbers {
        struct Cell {
            engine::Interval interval;
            double share;
        };
        std::vector<Cell> cells;
        double rest = 1;
    };

    void take_world();
    void take_given(engine::SignalId signal, const std::map<std::string, double>& shares);
    void take_hours_and_days(const GivenShares& given);
    Outcome of_string(const engine::Signal& signal, const Texts& table, const engine::Operator& op) const;
    Outcome of_set(const Texts& table, const engine::Operator& op) const;
    Outcome of_number(const Numbers& table, engine::SignalId signal, const engine::Operator& op);
    Outcome of_regions(const engine::Operator& op) const;
    // `step`: from one number to the next; 0 if they are not whole.
    static Share within(const Numbers& table, std::span<const engine::Interval> accepted, double step);
    static bool is_told(const Numbers& table, const engine::Interval& interval, double step);

    const engine::Vocabulary& vocabulary_;
    FactPool pool_;
    std::vector<std::optional<Texts>> texts_;      // by SignalId
    std::vector<std::optional<Numbers>> numbers_;  // by SignalId
    WeekOfVisits week_;
};

}  // namespace passerby::rules
