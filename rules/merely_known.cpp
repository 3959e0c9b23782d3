// Rules that ask no more of a signal than that it is known: `behaviour.cart_value: {min: 0}`, all values of a
// closed list, something or its opposite. Whoever withholds the signal is left out, so that they pick out
// those who agreed.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "rules/combinations.hpp"
#include "rules/facts.hpp"
#include "rules/lint.hpp"

namespace passerby::rules {

using engine::Condition;
using engine::Operator;
using engine::PurposeSet;
using Kind = engine::Condition::Kind;
using Sense = FactPool::Sense;

namespace {

constexpr PurposeSet agreed_to = {engine::Purpose::location, engine::Purpose::behaviour,
                                  engine::Purpose::history};

class MerelyKnownCheck {
  public:
    MerelyKnownCheck(const engine::RuleSet& set, Report& report)
        : set_(set), report_(report), pool_(set.vocabulary) {}

    void run() {
        for (const engine::Rule& rule : set_.rules) {
            merely_ = nullptr;
            really_ = {};
            gather(rule.when);
            // What a rule really asks for takes the same agreement anyway.
            if (merely_ != nullptr && !really_.covers(needs_) && !accepts(rule, "known-only")) { warn(rule); }
        }
    }

  private:
    // The parts of a condition that must all hold; segments are looked into where they say nothing else.
    void gather(const Condition& condition) {
        if (condition.kind == Kind::all) {
            for (const Condition& child : condition.children) { gather(child); }
        } else if (condition.kind == Kind::segment && condition.segments.size() == 1) {
            gather(set_.segments[condition.segments.front()].when);
        } else {
            take(condition);
        }
    }

    void take(const Condition& condition) {
        const std::optional<engine::SignalId> signal = only_signal(condition);
        const PurposeSet needs = signal ? set_.vocabulary[*signal].needs : PurposeSet();
        const bool agreed = needs.without(agreed_to) != needs;
        if (agreed && always(condition, Sense::as_written)) {
            if (merely_ == nullptr) {
                merely_ = &condition;
                needs_ = needs;
                signal_ = *signal;
            }
        } else if (signal) {
            really_ = really_.with(needs);
        }
    }

    // The one that a condition asks about, if there is but one and no segment.
    std::optional<engine::SignalId> only_signal(const Condition& condition) const {
        if (condition.test) { return condition.test->signal; }
        std::optional<engine::SignalId> only;
        for (const Condition& child : condition.children) {
            const auto signal = only_signal(child);
            if (!signal || (only && *only != *signal)) { return std::nullopt; }
            only = signal;
        }
        return only;
    }

    // Whether it holds, or fails, whatever the signal is, if it is known.
    bool always(const Condition& condition, Sense sense) {
        const bool wanted = sense == Sense::as_written;
        const auto child_always = [&](const Condition& child) { return always(child, sense); };
        switch (condition.kind) {
            case Kind::negation:
                return always(condition.children.front(), wanted ? Sense::flipped : Sense::as_written);
            case Kind::test: return always(*condition.test, sense);
            case Kind::all:
            case Kind::any:
                if ((condition.kind == Kind::all) == wanted) {
                    return std::all_of(condition.children.begin(), condition.children.end(), child_always);
                }
                return std::any_of(condition.children.begin(), condition.children.end(), child_always) ||
                       fill_together(condition, sense);
            default: return false;
        }
    }

    bool always(const engine::Test& test, Sense sense) {
        const engine::Signal& signal = set_.vocabulary[test.signal];
        if (sense == Sense::flipped && test.operators.size() > 1) { return false; }
        return std::all_of(test.operators.begin(), test.operators.end(), [&](const Operator& op) {
            const FactPool::Mark mark = pool_.mark();
            const Fact fact = pool_.add(test.signal, op, sense);
            const bool passes =
                signal.is_number() ? fills(signal, pool_.intervals(fact)) : any_text(signal, fact);
            pool_.forget_after(mark);
            return passes;
        });
    }

    static bool fills(const engine::Signal& signal, std::span<const engine::Interval> intervals) {
        return intervals.size() == 1 && intervals[0].min <= signal.min && intervals[0].max >= signal.max;
    }

    static bool any_text(const engine::Signal& signal, const Fact& fact) {
        if (fact.negated || signal.type != engine::SignalType::string) { return false; }
        if (fact.op->kind == Operator::Kind::any_of) {
            return signal.values_are != engine::Values::open && fact.count == engine::value_count(signal);
        }
        return std::any_of(fact.op->texts.begin(), fact.op->texts.end(), [&](const std::string& text) {
            const bool stars = text.find_first_not_of('*') == text.npos;
            return fact.op->kind == Operator::Kind::glob && stars &&
                   (text.size() > 1 || signal.values_are != engine::Values::open);
        });
    }

    // Alternatives of one signal, of which some is always so: `true` or `false`, a list or not that list.
    bool fill_together(const Condition& condition, Sense sense) {
        const FactPool::Mark mark = pool_.mark();
        std::vector<Fact> facts;
        for (const Condition& child : condition.children) { add_fact(child, sense, facts); }
        const bool full =
            !facts.empty() && (pool_.is_number(facts.front()) ? numbers_fill(facts) : texts_fill(facts));
        pool_.forget_after(mark);
        return full;
    }

    void add_fact(const Condition& condition, Sense sense, std::vector<Fact>& facts) {
        if (condition.kind == Kind::negation) {
            const Sense other = sense == Sense::flipped ? Sense::as_written : Sense::flipped;
            return add_fact(condition.children.front(), other, facts);
        }
        // A mapping of one test is that test.
        if (condition.kind == Kind::all && condition.children.size() == 1) {
            return add_fact(condition.children.front(), sense, facts);
        }
        if (!condition.test || condition.test->operators.size() != 1) { return; }
        facts.push_back(pool_.add(condition.test->signal, condition.test->operators.front(), sense));
    }

    bool numbers_fill(const std::vector<Fact>& facts) const {
        const engine::Signal& signal = set_.vocabulary[facts.front().signal];
        std::vector<engine::Interval> all;
        for (const Fact& fact : facts) {
            const auto own = pool_.intervals(fact);
            all.insert(all.end(), own.begin(), own.end());
        }
        std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.min < b.min; });
        double next = signal.min;  // the first number that none has
        for (const engine::Interval& each : all) {
            if (each.min > next) { return false; }
            if (each.max >= next) {
                next = signal.is_whole() ? each.max + 1 : std::nextafter(each.max, HUGE_VAL);
            }
        }
        return next > signal.max;
    }

    bool texts_fill(const std::vector<Fact>& facts) const {
        const auto is_list = [](const Fact& fact) { return fact.op->kind == Operator::Kind::any_of; };
        for (const Fact& has : facts) {
            for (const Fact& lacks : facts) {
                if (has.negated || !lacks.negated || !is_list(has) || !is_list(lacks)) { continue; }
                const auto all = pool_.hashes(has), some = pool_.hashes(lacks);
                if (std::includes(all.begin(), all.end(), some.begin(), some.end())) { return true; }
            }
        }
        return false;
    }

    void warn(const engine::Rule& rule) {
        std::string agreed;
        for (const engine::Purpose purpose : engine::asked_purposes) {
            if (needs_.has(purpose)) {
                agreed += fmt::format("{}`{}`", agreed.empty() ? "" : " and ", name_of(purpose));
            }
        }
        report_.say(
            merely_->place, "known-only",
            fmt::format("rule {} asks no more of `{}` than that it is known", backticked(rule.id),
                        set_.vocabulary[signal_].name),
            fmt::format("it picks out those who agreed to {}; ask for a value, or leave it out", agreed));
    }

    const engine::RuleSet& set_;
    Report& report_;
    FactPool pool_;
    const Condition* merely_ = nullptr;  // the first such part of the rule at hand
    PurposeSet needs_;                   // of that
    engine::SignalId signal_ = 0;
    PurposeSet really_;  // of the other parts
};

}  // namespace

void warn_of_merely_known(const engine::RuleSet& set, Report& report) {
    MerelyKnownCheck(set, report).run();
}

}  // namespace passerby::rules
