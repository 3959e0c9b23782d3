#include "rules/contradictions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "rules/facts.hpp"
#include "rules/lint.hpp"

namespace passerby::rules {

using engine::Condition;
using Sense = FactPool::Sense;

namespace {

// What all conditions of a set may take together before the rest is left unchecked, so that a thousand rules
// which share a segment of a thousand tests do not take a million of them. Most rules take some hundred
// steps.
constexpr std::size_t steps_at_least = 5'000'000;
constexpr std::size_t steps_per_rule = 300;
constexpr std::size_t steps_per_text = 8;

// Follows one condition, keeping what holds on the way; each alternative is looked at with what holds around
// it.
class Walk {
  public:
    // `rule`: whose condition it is, if it is one's. `steps`: what is left of them.
    Walk(const engine::RuleSet& set, FactPool& pool, Report& report, const engine::Rule* rule,
         std::size_t& steps)
        : set_(set), pool_(pool), report_(report), rule_(rule), steps_(steps), start_(pool.mark()) {}
    ~Walk() { pool_.forget_after(start_); }
    Walk(const Walk&) = delete;
    Walk& operator=(const Walk&) = delete;

    // What is asked by one of the slots of a rule holds too; contradictions within it are its own.
    void assume(const engine::Slot& slot) {
        inside_ = &slot.when;
        run(slot.when, Sense::as_written);
        inside_ = nullptr;
    }

    void run(const Condition& condition, Sense sense) {
        std::vector<Choice> choices;
        std::swap(choices, choices_);
        walk_facts(set_, condition, sense, *this);
        std::swap(choices, choices_);
        for (const Choice& choice : choices) { look_into(choice); }
    }

    // ---- called by walk_facts

    void fact(const Condition& test, const engine::Operator& op, Sense sense) {
        steps_ -= std::min(steps_, held_.size() + steps_per_text * (op.texts.size() + 1));
        if (steps_ == 0) { return; }
        const Held fact{pool_.add(test.test->signal, op, sense), &test, inside_};
        for (const Held& other : held_) {
            const bool clash = other.fact.signal == fact.fact.signal && pool_.excludes(fact.fact, other.fact);
            if (clash) { return warn(fact, other); }
        }
        held_.push_back(fact);
    }
    void choice(const Condition& condition, Sense sense) { choices_.push_back({&condition, sense, inside_}); }
    bool enter(const Condition& use, engine::SegmentId) {
        if (steps_ == 0) { return false; }
        if (depth_++ == 0 && inside_ == nullptr) { inside_ = outermost_ = &use; }
        return true;
    }
    void leave() {
        if (--depth_ == 0 && inside_ == outermost_) { inside_ = outermost_ = nullptr; }
    }

  private:
    struct Held {
        Fact fact;
        const Condition* test;
        const Condition* inside;  // the reference to a segment, or the slot's condition, that it came by
    };
    struct Choice {
        const Condition* condition;
        Sense sense;
        const Condition* inside;
    };

    void look_into(const Choice& choice) {
        const Condition& condition = *choice.condition;
        const std::size_t known = held_.size();
        const Condition* const around = std::exchange(inside_, choice.inside);
        for (const Condition& child : condition.children) {
            run(child, choice.sense);
            held_.resize(known);
        }
        for (const engine::SegmentId segment : condition.segments) {
            if (steps_ == 0) { break; }
            if (inside_ == nullptr) { inside_ = &condition; }
            run(set_.segments[segment].when, choice.sense);
            held_.resize(known);
            inside_ = choice.inside;
        }
        inside_ = around;
    }

    void warn(const Held& fact, const Held& other) {
        if (fact.inside != nullptr && fact.inside == other.inside) { return; }  // said where that is defined
        if (rule_ != nullptr && accepts(*rule_, "contradiction")) { return; }
        const std::string& signal = set_.vocabulary[fact.fact.signal].name;
        const engine::Place here = (fact.inside != nullptr ? fact.inside : fact.test)->place;
        if (fact.test == other.test) {
            return report_.say(here, "contradiction", fmt::format("no `{}` can pass this test", signal),
                               "its parts ask for different things");
        }
        report_.say(
            here, "contradiction",
            fmt::format("no `{}` can be what this and {} ask for", signal, report_.spell(other.test->place)),
            "both must hold; put alternatives under `any:`");
    }

    const engine::RuleSet& set_;
    FactPool& pool_;
    Report& report_;
    const engine::Rule* rule_;
    std::size_t& steps_;
    FactPool::Mark start_;
    std::vector<Held> held_;
    std::vector<Choice> choices_;
    const Condition* inside_ = nullptr;
    const Condition* outermost_ = nullptr;
    std::size_t depth_ = 0;
};

}  // namespace

void warn_of_contradictions(const engine::RuleSet& set, Report& report) {
    FactPool pool(set.vocabulary);
    std::size_t steps = steps_at_least + steps_per_rule * set.rules.size();
    for (const engine::Segment& segment : set.segments) {
        Walk(set, pool, report, nullptr, steps).run(segment.when, Sense::as_written);
    }
    for (const engine::Slot& slot : set.slots) {
        Walk(set, pool, report, nullptr, steps).run(slot.when, Sense::as_written);
    }
    for (const engine::Rule& rule : set.rules) {
        for (const engine::SlotId slot : rule.slots) {
            Walk walk(set, pool, report, &rule, steps);
            walk.assume(set.slots[slot]);
            walk.run(rule.when, Sense::as_written);
            if (set.slots[slot].when.kind == Condition::Kind::always) { break; }  // the others say no more
        }
    }
}

}  // namespace passerby::rules
