// What must be so for a condition to hold, one operator at a time, in a form that is quick to compare: the
// ground of the warnings about tests that contradict or imply each other.
//
// Texts are compared by hashes of their folded spelling: a collision of 64 bits could only cost a warning.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::rules {

// One operator of one test. Values are in the pool it came from.
struct Fact {
    const engine::Operator* op;
    engine::SignalId signal;
    bool negated;
    std::uint32_t first, count;  // of the pool's hashes, or intervals
};

// Owned by one lint.
class FactPool {
  public:
    explicit FactPool(const engine::Vocabulary& vocabulary) : vocabulary_(vocabulary) {}

    // `flipped`: the operator is under a `not`.
    enum class Sense : std::uint8_t { as_written, flipped };
    Fact add(engine::SignalId signal, const engine::Operator& op, Sense sense);

    // Both of one signal. True only if it is so; where comparing would be long, false.
    bool implies(const Fact& fact, const Fact& other) const;
    bool excludes(const Fact& fact, const Fact& other) const;

    // Sorted; none for prefixes and globs.
    std::span<const std::uint64_t> hashes(const Fact& fact) const {
        return std::span(hashes_).subspan(fact.first, fact.count);
    }
    // Sorted, apart from each other, within what the signal can be; the negation is worked in.
    std::span<const engine::Interval> intervals(const Fact& fact) const {
        return std::span(intervals_).subspan(fact.first, fact.count);
    }
    bool is_number(const Fact& fact) const { return vocabulary_[fact.signal].is_number(); }

    std::size_t size() const { return hashes_.size() + intervals_.size(); }
    // Forgets what was added after the pool had these sizes.
    struct Mark {
        std::size_t hashes, intervals;
    };
    Mark mark() const { return {hashes_.size(), intervals_.size()}; }
    void forget_after(Mark mark) {
        hashes_.resize(mark.hashes);
        intervals_.resize(mark.intervals);
    }

  private:
    void add_intervals(const engine::Signal& signal, const engine::Operator& op, bool negated);
    bool text_implies(const Fact& fact, const Fact& other) const;
    bool text_excludes(const Fact& fact, const Fact& other) const;

    const engine::Vocabulary& vocabulary_;
    std::vector<std::uint64_t> hashes_;
    std::vector<engine::Interval> intervals_;
};

// Walks a condition and tells what its holding takes:
//   visitor.fact(const Condition& test, const Operator&, Sense)        this operator holds
//   visitor.choice(const Condition&, Sense)                            one of its parts does, or something
//                                                                      that no operator says
//   visitor.enter(SegmentId, place) → bool, visitor.leave(SegmentId)   what comes is the segment's
template <class Visitor>
void walk_facts(const engine::RuleSet& set, const engine::Condition& condition, FactPool::Sense sense,
                Visitor& visitor) {
    using Kind = engine::Condition::Kind;
    using Sense = FactPool::Sense;
    const bool wanted = sense == Sense::as_written;
    const Sense other = wanted ? Sense::flipped : Sense::as_written;
    switch (condition.kind) {
        case Kind::always: return;
        case Kind::negation: return walk_facts(set, condition.children.front(), other, visitor);
        case Kind::test:
            if (!wanted && condition.test->operators.size() > 1) { return visitor.choice(condition, sense); }
            for (const engine::Operator& op : condition.test->operators) {
                visitor.fact(condition, op, sense);
            }
            return;
        case Kind::all:
        case Kind::any:
            if ((condition.kind == Kind::all) != wanted && condition.children.size() > 1) {
                return visitor.choice(condition, sense);
            }
            for (const engine::Condition& child : condition.children) {
                walk_facts(set, child, sense, visitor);
            }
            return;
        case Kind::segment:
            if (wanted && condition.segments.size() > 1) { return visitor.choice(condition, sense); }
            for (const engine::SegmentId segment : condition.segments) {
                if (!visitor.enter(condition, segment)) { continue; }
                walk_facts(set, set.segments[segment].when, sense, visitor);
                visitor.leave();
            }
            return;
    }
}

}  // namespace passerby::rules
