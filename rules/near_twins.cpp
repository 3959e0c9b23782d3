#include "rules/near_twins.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "engine/casefold.hpp"
#include "rules/fingerprint.hpp"
#include "rules/lint.hpp"
#include "rules/reach.hpp"

namespace passerby::rules {

using engine::Condition;
using engine::Operator;
using engine::Rule;
using engine::RuleId;
using Kind = engine::Condition::Kind;

namespace {

constexpr std::size_t parts_max = 12;     // of one rule; who has more is not looked at
constexpr std::size_t neighbours = 4;     // that a rule is compared with under each of its keys
constexpr std::size_t texts_max = 1'000;  // of a list that is compared with another

// A rule less one of its parts.
struct Less {
    std::uint64_t key;
    RuleId rule;
    const Condition* part;
};

class TwinCheck {
  public:
    TwinCheck(const engine::RuleSet& set, const Guard& guard, engine::Instant now, Report& report)
        : set_(set),
          guard_(guard),
          report_(report),
          now_(now),
          pool_(set.vocabulary),
          fingerprint_(pool_),
          reach_(set, guard) {}

    void run() {
        for (RuleId rule = 0; rule < set_.rules.size(); ++rule) { file(rule); }
        for (const Less& less : less_) {
            const auto whole = whole_.find(less.key);
            if (whole != whole_.end() && whole->second != less.rule) {
                compare_with_more(whole->second, less);
            }
        }
        for (Less& less : less_) {
            less.key = mixed(less.key, less.part->test ? less.part->test->signal + 1u : 0u);
        }
        std::stable_sort(less_.begin(), less_.end(),
                         [](const Less& a, const Less& b) { return a.key < b.key; });
        for (std::size_t i = 0; i < less_.size(); ++i) {
            for (std::size_t j = i + 1;
                 j < less_.size() && j <= i + neighbours && less_[j].key == less_[i].key; ++j) {
                compare(less_[i], less_[j]);
                compare(less_[j], less_[i]);
            }
        }
    }

  private:
    // Under what every slot and the time in force say, and each part but one.
    void file(RuleId id) {
        const Rule& rule = set_.rules[id];
        if (!rule.enabled || rule.until <= now_) { return; }
        std::vector<const Condition*> parts;
        gather(rule.when, parts);
        if (parts.size() > parts_max) { return; }
        const auto when = mixed(static_cast<std::uint64_t>(rule.from.time_since_epoch().count()),
                                static_cast<std::uint64_t>(rule.until.time_since_epoch().count()));
        std::vector<std::uint64_t> prints;
        std::uint64_t sum = 0;
        for (const Condition* part : parts) {
            prints.push_back(engine::mix64(fingerprint_.of(*part)));
            sum += prints.back();
        }
        for (const engine::SlotId slot : rule.slots) {
            const std::uint64_t base = mixed(mixed(when, slot), static_cast<std::uint64_t>(rule.clock));
            whole_.emplace(mixed(base, sum), id);
            for (std::size_t i = 0; i < parts.size(); ++i) {
                less_.push_back({mixed(base, sum - prints[i]), id, parts[i]});
            }
        }
    }

    void gather(const Condition& condition, std::vector<const Condition*>& parts) const {
        if (condition.kind == Kind::always || parts.size() > parts_max) { return; }
        if (condition.kind == Kind::all) {
            for (const Condition& child : condition.children) { gather(child, parts); }
        } else if (condition.kind == Kind::segment && condition.segments.size() == 1) {
            gather(set_.segments[condition.segments.front()].when, parts);
        } else {
            parts.push_back(&condition);
        }
    }

    // The other asks for one thing more: those who fail it see only this.
    void compare_with_more(RuleId id, const Less& more) {
        Condition fails;
        fails.kind = Kind::negation;
        fails.children.push_back(*more.part);
        judge(id, more.rule, everybody, reach_.share_of(fails, set_.rules[id]));
    }

    // Both ask for the same but in one test of the same signal: those who pass it in the one and not in the
    // other.
    void compare(const Less& own, const Less& other) {
        if (own.rule == other.rule || !own.part->test || !other.part->test) { return; }
        if (own.part->test->signal != other.part->test->signal) { return; }
        const auto between = difference(*own.part, *other.part);
        if (!between) { return; }
        const Rule& rule = set_.rules[own.rule];
        judge(own.rule, other.rule, reach_.share_of(*own.part, rule), reach_.share_of(*between, rule));
    }

    std::optional<Condition> difference(const Condition& own, const Condition& other) const {
        const engine::Signal& signal = set_.vocabulary[own.test->signal];
        Condition out = {};
        if (signal.is_number()) {
            out.kind = Kind::all;
            out.children.resize(2);
            out.children[0] = own;
            out.children[1].kind = Kind::negation;
            out.children[1].children.push_back(other);
            return out;
        }
        const auto list = list_of(own), others = list_of(other);
        if (signal.type != engine::SignalType::string || list == nullptr || others == nullptr) {
            return std::nullopt;
        }
        if (list->negated != others->negated) { return std::nullopt; }
        out.kind = Kind::test;
        out.test = engine::Test{own.test->signal, {Operator{}}};
        auto& texts = out.test->operators.front().texts;
        texts = list->negated ? without(*others, *list, signal) : without(*list, *others, signal);
        return texts.empty() ? std::nullopt : std::optional(std::move(out));
    }

    static const Operator* list_of(const Condition& condition) {
        const auto& operators = condition.test->operators;
        const bool list = operators.size() == 1 && operators[0].kind == Operator::Kind::any_of &&
                          operators[0].texts.size() <= texts_max;
        return list ? &operators[0] : nullptr;
    }

    static std::vector<std::string> without(const Operator& op, const Operator& other,
                                            const engine::Signal& signal) {
        const auto spelled = [&](const std::string& text) {
            return signal.minds_case() ? text : engine::folded(text);
        };
        std::unordered_set<std::string> taken;
        for (const std::string& text : other.texts) { taken.insert(spelled(text)); }
        std::vector<std::string> out;
        for (const std::string& text : op.texts) {
            if (!taken.contains(spelled(text))) { out.push_back(text); }
        }
        return out;
    }

    // `all`: who passes the rule's own test; `between`: those of them who do not see the other rule.
    void judge(RuleId id, RuleId other_id, const Share& all, const Share& between) {
        const Rule& rule = set_.rules[id];
        const Rule& other = set_.rules[other_id];
        if (all.likely <= 0 || between.likely <= 0 || said_.contains(id) || same_contents(rule, other)) {
            return;
        }
        const double ratio = between.likely / all.likely;
        if (ratio >= 1) { return; }  // most often: nothing is known of them, or they have nobody in common
        const Reach& reach = reach_of(id);
        const double likely = reach.likely * ratio;
        const double most = std::min(reach.most, between.most * guard_.visits_per_day * reach.days);
        if (reach.likely < guard_.min_reach || likely >= guard_.min_reach) { return; }
        if (accepts(rule, "near-twins") || accepts(other, "near-twins") || !said_.insert(id).second) {
            return;
        }
        report_.say(
            rule.place, "near-twins",
            fmt::format(
                "of all visits for which rule {} holds, rule {} at {} leaves out a handful: likely {}, "
                "at most {:.0f} in 30 days",
                backticked(rule.id), backticked(other.id), report_.spell(other.place),
                likely < 1 ? "fewer than 1" : fmt::format("{:.0f}", likely), std::ceil(most - 1e-6)),
            "whoever sees the one and not the other is as good as named; let both ask for the same");
    }

    const Reach& reach_of(RuleId id) {
        const auto [at, fresh] = reaches_.try_emplace(id);
        if (fresh) { at->second = reach_.of(set_.rules[id]); }
        return at->second;
    }

    static bool same_contents(const Rule& rule, const Rule& other) {
        return std::equal(rule.show.begin(), rule.show.end(), other.show.begin(), other.show.end(),
                          [](const auto& a, const auto& b) { return a.content == b.content; });
    }

    const engine::RuleSet& set_;
    const Guard& guard_;
    Report& report_;
    engine::Instant now_;
    FactPool pool_;
    Fingerprint fingerprint_;
    ReachEstimator reach_;
    std::unordered_map<std::uint64_t, RuleId> whole_;  // the first rule of each whole condition
    std::vector<Less> less_;
    std::unordered_map<RuleId, Reach> reaches_;  // of those that were asked for
    std::unordered_set<RuleId> said_;
};

}  // namespace

void warn_of_near_twins(const engine::RuleSet& set, const Guard& guard, engine::Instant now, Report& report) {
    TwinCheck(set, guard, now, report).run();
}

}  // namespace passerby::rules
