// A rule is shadowed in a slot by one of higher priority that
//   holds whenever it does: each thing the higher one asks for follows from something the lower one asks for;
//   is in force whenever it is: enabled, without a budget, from no later, until no earlier;
//   always fills the slot: of what it shows, as many contents as the slot has places are free of caps and
//   groups and shown nowhere else, so that nothing else of the answer can have taken them.
// It can never win if that is so in each of its slots.
//
// Near linear: the higher rules of a slot are filed under one thing they ask for, and a rule looks only at
// the few highest of those filed under something it asks for itself. Who is not found there is not warned of.
#include "rules/shadows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <vector>

#include "rules/facts.hpp"
#include "rules/fingerprint.hpp"
#include "rules/lint.hpp"

namespace passerby::rules {

using engine::Condition;
using engine::RuleId;
using Sense = FactPool::Sense;

namespace {

constexpr std::size_t looked_at_per_key_max = 8;
constexpr std::size_t looked_at_max = 64;
constexpr std::size_t filed_values_max = 16;
constexpr std::size_t facts_max = 64;  // of one rule; who asks for more is not looked at
constexpr std::size_t facts_in_all_max = 8'000'000;

// What one rule asks for.
struct Asks {
    std::vector<Fact> facts;
    std::vector<std::uint64_t> choices;  // fingerprints of what no single operator says, sorted
    bool complete = true;                // nothing was left out
};

class Gatherer {
  public:
    Gatherer(const engine::RuleSet& set, FactPool& pool) : set_(set), pool_(pool), fingerprint_(pool) {}

    Asks gather(const Condition& condition) {
        asks_ = {};
        walk_facts(set_, condition, Sense::as_written, *this);
        std::sort(asks_.choices.begin(), asks_.choices.end());
        return std::move(asks_);
    }

    void fact(const Condition& test, const engine::Operator& op, Sense sense) {
        asks_.complete = asks_.complete && asks_.facts.size() < facts_max;
        if (asks_.complete) { asks_.facts.push_back(pool_.add(test.test->signal, op, sense)); }
    }
    void choice(const Condition& condition, Sense sense) {
        asks_.complete = asks_.complete && asks_.choices.size() < facts_max;
        if (asks_.complete) {
            asks_.choices.push_back(mixed(fingerprint(condition), sense == Sense::flipped ? 1 : 0));
        }
    }
    bool enter(const Condition&, engine::SegmentId) {
        if (asks_.complete) { ++segments_deep_; }
        return asks_.complete;
    }
    void leave() { --segments_deep_; }

  private:
    // A part of a segment is met again by every rule that uses it.
    std::uint64_t fingerprint(const Condition& condition) {
        if (segments_deep_ == 0) { return fingerprint_.of(condition); }
        const auto [at, fresh] = of_segments_.try_emplace(&condition, 0);
        if (fresh) { at->second = fingerprint_.of(condition); }
        return at->second;
    }

    const engine::RuleSet& set_;
    FactPool& pool_;
    Fingerprint fingerprint_;
    Asks asks_;
    std::size_t segments_deep_ = 0;
    std::unordered_map<const Condition*, std::uint64_t> of_segments_;
};

class ShadowCheck {
  public:
    ShadowCheck(const engine::RuleSet& set, Report& report)
        : set_(set),
          report_(report),
          pool_(set.vocabulary),
          gatherer_(set, pool_),
          asks_(set.rules.size()),
          shadowed_(set.rules.size(), 0) {}

    void run() {
        count_places_of_contents();
        std::vector<std::vector<RuleId>> slots(set_.slots.size());
        for (RuleId rule = 0; rule < set_.rules.size(); ++rule) {
            if (!set_.rules[rule].enabled) { continue; }
            for (const engine::SlotId slot : set_.rules[rule].slots) { slots[slot].push_back(rule); }
        }
        for (engine::SlotId slot = 0; slot < slots.size(); ++slot) { check_slot(slot, slots[slot]); }
    }

  private:
    static constexpr std::uint32_t nowhere = UINT32_MAX;
    static constexpr std::uint32_t in_several = UINT32_MAX - 1;

    void count_places_of_contents() {
        shown_in_.assign(set_.contents.size(), nowhere);
        const auto count = [&](engine::ContentId content, engine::SlotId slot) {
            std::uint32_t& where = shown_in_[content];
            where = where == nowhere || where == slot ? slot : in_several;
        };
        for (engine::SlotId slot = 0; slot < set_.slots.size(); ++slot) {
            if (set_.slots[slot].fallback) { count(*set_.slots[slot].fallback, slot); }
        }
        for (const engine::Rule& rule : set_.rules) {
            for (const engine::SlotId slot : rule.slots) {
                for (const engine::Variant& variant : rule.show) { count(variant.content, slot); }
            }
        }
    }

    void check_slot(engine::SlotId slot, std::vector<RuleId>& rules) {
        const auto priority = [&](RuleId rule) { return set_.rules[rule].priority; };
        std::stable_sort(rules.begin(), rules.end(),
                         [&](RuleId a, RuleId b) { return priority(a) > priority(b); });
        filed_.clear();
        for (std::size_t begin = 0, end = 0; begin < rules.size(); begin = end) {
            while (end < rules.size() && priority(rules[end]) == priority(rules[begin])) { ++end; }
            for (std::size_t i = begin; i < end; ++i) { look_up(slot, rules[i]); }
            for (std::size_t i = begin; i < end; ++i) { file(slot, rules[i]); }
        }
    }

    const Asks& asks(RuleId rule) {
        std::optional<Asks>& asks = asks_[rule];
        if (!asks) { asks = gatherer_.gather(set_.rules[rule].when); }
        return *asks;
    }

    // ---- who may shadow others

    bool always_fills(engine::SlotId slot, const engine::Rule& rule) const {
        if (rule.budget) { return false; }
        const auto free =
            std::count_if(rule.show.begin(), rule.show.end(), [&](const engine::Variant& variant) {
                const engine::Content& content = set_.contents[variant.content];
                return !content.cap && !content.exclusive && shown_in_[variant.content] == slot;
            });
        return free >= set_.slots[slot].count;
    }

    static std::uint64_t key(engine::SignalId signal, std::uint64_t value) {
        return mixed(signal + 2u, value);
    }
    static constexpr std::uint64_t asks_for_nothing = 0;

    bool filed_by_values(const Fact& fact) const {
        return set_.vocabulary[fact.signal].type == engine::SignalType::string && !fact.negated &&
               fact.count > 0;
    }

    void file(engine::SlotId slot, RuleId id) {
        if (!always_fills(slot, set_.rules[id]) || pool_.size() > facts_in_all_max) { return; }
        const Asks& own = asks(id);
        if (!own.complete) { return; }
        for (const Fact& fact : own.facts) {
            if (!filed_by_values(fact) || fact.count > filed_values_max) { continue; }
            for (const std::uint64_t value : pool_.hashes(fact)) {
                filed_[key(fact.signal, value)].push_back(id);
            }
            return;
        }
        filed_[own.facts.empty() ? asks_for_nothing : key(own.facts.front().signal, 0)].push_back(id);
    }

    // ---- who is shadowed

    void look_up(engine::SlotId slot, RuleId id) {
        const Asks& own = asks(id);
        std::size_t looked_at = 0;
        std::optional<RuleId> by = look_under(asks_for_nothing, slot, id, looked_at);
        for (std::size_t i = 0; i < own.facts.size() && !by && own.complete; ++i) {
            const Fact& fact = own.facts[i];
            by = look_under(key(fact.signal, 0), slot, id, looked_at);
            if (!by && filed_by_values(fact)) {
                by = look_under(key(fact.signal, pool_.hashes(fact)[0]), slot, id, looked_at);
            }
        }
        if (by && ++shadowed_[id] == set_.rules[id].slots.size()) { warn(set_.rules[id], set_.rules[*by]); }
    }

    std::optional<RuleId> look_under(std::uint64_t key, engine::SlotId slot, RuleId id,
                                     std::size_t& looked_at) {
        const auto found = filed_.find(key);
        if (found == filed_.end()) { return std::nullopt; }
        const std::size_t most = std::min(found->second.size(), looked_at_per_key_max);
        for (std::size_t i = 0; i < most && ++looked_at <= looked_at_max; ++i) {
            if (shadows(slot, found->second[i], id)) { return found->second[i]; }
        }
        return std::nullopt;
    }

    bool shadows(engine::SlotId slot, RuleId high_id, RuleId low_id) {
        const engine::Rule& high = set_.rules[high_id];
        const engine::Rule& low = set_.rules[low_id];
        const bool timeless = high.when.kind == Condition::Kind::always &&
                              set_.slots[slot].when.kind == Condition::Kind::always;
        if (high.clock != low.clock && !timeless) { return false; }
        if (high.from > low.from || high.until < low.until) { return false; }
        return follows(asks(high_id), asks(low_id));
    }

    // Whether whoever asks for `own` asks for all of `wanted`.
    bool follows(const Asks& wanted, const Asks& own) const {
        const auto has_fact = [&](const Fact& fact) {
            return std::any_of(own.facts.begin(), own.facts.end(), [&](const Fact& each) {
                return each.signal == fact.signal && pool_.implies(each, fact);
            });
        };
        return std::all_of(wanted.facts.begin(), wanted.facts.end(), has_fact) &&
               std::includes(own.choices.begin(), own.choices.end(), wanted.choices.begin(),
                             wanted.choices.end());
    }

    void warn(const engine::Rule& low, const engine::Rule& high) {
        if (accepts(low, "shadowed")) { return; }
        report_.say(
            low.place, "shadowed",
            fmt::format(
                "rule {} can never win: rule {} at {} has a higher priority and holds whenever it does",
                backticked(low.id), backticked(high.id), report_.spell(high.place)),
            "raise its priority, or ask more of the other");
    }

    const engine::RuleSet& set_;
    Report& report_;
    FactPool pool_;
    Gatherer gatherer_;
    std::vector<std::optional<Asks>> asks_;                         // by RuleId
    std::vector<std::size_t> shadowed_;                             // by RuleId, in how many of its slots
    std::vector<std::uint32_t> shown_in_;                           // by ContentId: the one slot
    std::unordered_map<std::uint64_t, std::vector<RuleId>> filed_;  // of the slot at hand, the highest first
};

}  // namespace

void warn_of_shadows(const engine::RuleSet& rule_set, Report& report) {
    ShadowCheck(rule_set, report).run();
}

}  // namespace passerby::rules
