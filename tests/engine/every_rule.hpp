// The index against a look at every rule, one by one: what matches, and what may be chosen.
//
// Slots, schedules and priorities are read from the rule set itself; of the compiled form nothing is used but
// the conditions, which the property tests hold against the oracle.
#pragma once

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "engine/compiled_rules.hpp"
#include "engine/decide.hpp"
#include "tests/engine/moments.hpp"

namespace passerby::engine::testing {

class EveryRule {
  public:
    EveryRule(const RuleSet& set, const RuleIndex& index) : set_(set), rules_(index.compiled()) {}

    void look_at(const Context& context) {
        evidence_.gather(context, rules_.symbols, rules_.reading);
        evidence_.tell_time(context.now(), set_.zone, context.utc_offset());
        now_ = context.now();
    }
    std::vector<RuleId> matches(SlotId slot) const {
        std::vector<RuleId> found;
        for (RuleId id = 0; id < set_.rules.size(); ++id) {
            if (holds(id, slot)) { found.push_back(id); }
        }
        std::stable_sort(found.begin(), found.end(),
                         [&](RuleId a, RuleId b) { return set_.rules[a].priority > set_.rules[b].priority; });
        return found;
    }

  private:
    bool holds(RuleId id, SlotId slot) const {
        const Rule& rule = set_.rules[id];
        const bool asked = std::find(rule.slots.begin(), rule.slots.end(), slot) != rule.slots.end();
        if (!asked || !rule.enabled || now_ < rule.from || now_ >= rule.until) { return false; }
        const auto yes = [&](NodeId when) {
            return rules_.program.evaluate(when, rule.clock, evidence_) == Truth::yes;
        };
        return yes(rules_.rules[id].core.when) && yes(rules_.slots[slot].index.when);
    }

    const RuleSet& set_;
    const CompiledRules& rules_;
    Evidence evidence_;
    Instant now_;
};

// Whether the choices of one slot are ones that the matches, best first, allow.
class FairChoice {
  public:
    FairChoice(const RuleSet& set, std::span<const ContentId> excluded)
        : set_(set), held_(excluded.begin(), excluded.end()) {}

    // Empty, or what is wrong.
    std::string objection(const SlotDecision& slot, std::span<const RuleId> matches) {
        const Slot& asked = set_.slots[slot.slot];
        std::size_t places = 0;
        for (const Choice& choice : slot.choices) {
            const auto tier = best_tier(matches);
            if (tier.empty() && places == 0) { return objection_to_fallback(choice, asked); }
            if (++places > asked.count) { return "more than asked for"; }
            if (!choice.rule) { return "a fallback though a rule matches"; }
            if (std::find(tier.begin(), tier.end(), *choice.rule) == tier.end()) {
                return "rule " + set_.rules[*choice.rule].id + " is not of the best tier";
            }
            const auto free = free_contents(*choice.rule);
            if (std::find(free.begin(), free.end(), choice.content) == free.end()) {
                return "content not of the rule, or taken";
            }
            std::size_t outcomes = 0;
            for (const RuleId rule : tier) { outcomes += free_contents(rule).size(); }
            const Reason reason = outcomes > 1 ? Reason::split : Reason::targeting_match;
            if (choice.reason != reason) { return "the reason is not " + std::string(name_of(reason)); }
            take(choice.content);
        }
        if (places < asked.count && !best_tier(matches).empty()) { return "a place left empty"; }
        if (places == 0 && asked.fallback && is_free(*asked.fallback)) { return "no fallback"; }
        return {};
    }

  private:
    std::string objection_to_fallback(const Choice& choice, const Slot& asked) {
        if (choice.rule) { return "rule " + set_.rules[*choice.rule].id + " does not match"; }
        if (choice.reason != Reason::fallback || asked.fallback != choice.content) {
            return "not a fallback";
        }
        if (!is_free(choice.content)) { return "the fallback was taken"; }
        take(choice.content);
        return {};
    }
    void take(ContentId content) {
        held_.push_back(content);
        if (const auto group = set_.contents[content].exclusive) { groups_.push_back(*group); }
    }
    bool is_free(ContentId content) const {
        if (std::find(held_.begin(), held_.end(), content) != held_.end()) { return false; }
        const auto group = set_.contents[content].exclusive;
        return !group || std::find(groups_.begin(), groups_.end(), *group) == groups_.end();
    }
    std::vector<ContentId> free_contents(RuleId rule) const {
        std::vector<ContentId> free;
        for (const Variant& variant : set_.rules[rule].show) {
            if (is_free(variant.content)) { free.push_back(variant.content); }
        }
        return free;
    }
    // The matches of the highest priority of which any has something to show.
    std::vector<RuleId> best_tier(std::span<const RuleId> matches) const {
        std::vector<RuleId> tier;
        const auto priority = [&](RuleId rule) { return set_.rules[rule].priority; };
        for (const RuleId rule : matches) {
            if (free_contents(rule).empty()) { continue; }
            if (!tier.empty() && priority(rule) != priority(tier.front())) { break; }
            tier.push_back(rule);
        }
        return tier;
    }

    const RuleSet& set_;
    std::vector<ContentId> held_;
    std::vector<GroupId> groups_;
};

// Layouts that meet every part of the index with few rules: no head or all head, clusters of one value or of
// many, crowds of two.
inline constexpr IndexShape shapes[] = {
    {},
    {0, 1, 2},
    {0, 64, 1'000},
    {1, 4, 3},
    {64, 8, 16},
    {512, 64, 64},
    {700, 16, 200},  // a head of more than a block, cut where matches are rare
    {0, 1'000'000, 1'000'000}};

// One set, compiled into one or several shapes, and held against a look at every rule.
class Agreement {
  public:
    explicit Agreement(const RuleSet& set, std::span<const IndexShape> of = shapes) : set_(set) {
        for (const IndexShape& shape : of) { indexes_.push_back(compile(set, shape)); }
    }
    const RuleIndex& index(std::size_t shape) const { return *indexes_[shape]; }
    std::size_t matched() const { return matched_; }
    std::size_t pairs() const { return pairs_; }

    // The first difference over so many requests; empty: none.
    std::string difference(Moments& moments, std::size_t requests) {
        EveryRule every(set_, *indexes_.front());
        for (std::size_t i = 0; i < requests; ++i) {
            const Context context = moments.next(indexes_.front()->vocabulary());
            every.look_at(context);
            const std::string wrong = difference_at(every, context, moments.dice());
            if (!wrong.empty()) { return "request " + std::to_string(i) + ", " + wrong; }
        }
        return {};
    }

  private:
    std::string difference_at(const EveryRule& every, const Context& context, Dice& dice) {
        std::vector<std::vector<RuleId>> expected;
        for (SlotId slot = 0; slot < set_.slots.size(); ++slot) {
            expected.push_back(every.matches(slot));
            matched_ += expected.back().size();
        }
        std::vector<ContentId> excluded;
        const std::size_t used_up = dice.percent(50) ? 0 : dice.below(8);
        for (std::size_t i = 0; i < used_up && !set_.contents.empty(); ++i) {
            excluded.push_back(dice.below(set_.contents.size()));
        }
        std::optional<std::uint8_t> bucket;
        if (dice.percent(60)) { bucket = static_cast<std::uint8_t>(dice.below(limits::buckets)); }
        const std::uint64_t seed = dice.below(1u << 16);
        for (std::size_t shape = 0; shape < indexes_.size(); ++shape) {
            std::string wrong = wrong_matches(*indexes_[shape], context, expected);
            if (wrong.empty()) {
                wrong = wrong_choice(*indexes_[shape], context, expected, excluded, bucket, seed);
            }
            if (!wrong.empty()) { return "shape " + std::to_string(shape) + ", " + wrong; }
        }
        return {};
    }

    std::string wrong_matches(const RuleIndex& index, const Context& context,
                              const std::vector<std::vector<RuleId>>& expected) {
        MatchFinder finder(index, context, scratch_);
        for (SlotId slot = 0; slot < set_.slots.size(); ++slot) {
            ++pairs_;
            const auto found = finder.in(slot);
            const auto& sought = expected[slot];
            const auto [here, there] =
                std::mismatch(found.begin(), found.end(), sought.begin(), sought.end());
            if (here == found.end() && there == sought.end()) { continue; }
            const auto name = [&](auto at, auto end) {
                return at == end ? std::string("nothing") : set_.rules[*at].id;
            };
            return "slot " + std::to_string(slot) + ": found " + name(here, found.end()) + " instead of " +
                   name(there, sought.end());
        }
        return {};
    }

    std::string wrong_choice(const RuleIndex& index, const Context& context,
                             const std::vector<std::vector<RuleId>>& expected,
                             std::span<const ContentId> excluded, std::optional<std::uint8_t> bucket,
                             std::uint64_t seed) {
        std::vector<SlotId> slots;
        for (SlotId slot = 0; slot < set_.slots.size(); ++slot) { slots.push_back(slot); }
        const Request request{slots, excluded, bucket, false};
        Chance chance(seed);
        const Decision decision = decide(index, context, request, chance, scratch_);
        FairChoice fair(set_, excluded);
        std::vector<ContentId> shown;
        for (const SlotDecision& slot : decision.slots) {
            const std::string objection = fair.objection(slot, expected[slot.slot]);
            if (!objection.empty()) { return "slot " + std::to_string(slot.slot) + ": " + objection; }
            for (const Choice& choice : slot.choices) { shown.push_back(choice.content); }
        }
        Chance other(bucket ? seed + 1 : seed);  // with a bucket chance has no say
        std::size_t at = 0;
        for (const SlotDecision& slot : decide(index, context, request, other, again_).slots) {
            for (const Choice& choice : slot.choices) {
                if (at == shown.size() || shown[at++] != choice.content) { return "not the same again"; }
            }
        }
        return at == shown.size() ? "" : "less when asked again";
    }

    const RuleSet& set_;
    std::vector<std::shared_ptr<const RuleIndex>> indexes_;
    Scratch scratch_, again_;
    std::size_t matched_ = 0, pairs_ = 0;
};

}  // namespace passerby::engine::testing
