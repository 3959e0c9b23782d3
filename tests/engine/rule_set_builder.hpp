// Small rule sets and requests for engine tests, without the rule language.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/compile.hpp"
#include "engine/consent.hpp"
#include "engine/decide.hpp"
#include "engine/explain.hpp"

namespace passerby::engine::testing {

inline Condition test_of(SignalId signal, Operator op) {
    Condition condition;
    condition.kind = Condition::Kind::test;
    condition.test = Test{signal, {std::move(op)}};
    return condition;
}
inline Condition is(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::any_of, false, std::move(texts), {}});
}
inline Condition is_not(SignalId signal, std::vector<std::string> texts) {
    return test_of(signal, {Operator::Kind::any_of, true, std::move(texts), {}});
}
inline Condition within(SignalId signal, double min, double max) {
    return test_of(signal, {Operator::Kind::within, false, {}, {{min, max}}});
}
inline Condition node(Condition::Kind kind, std::vector<Condition> children) {
    Condition condition;
    condition.kind = kind;
    condition.children = std::move(children);
    return condition;
}
inline Condition all(std::vector<Condition> children) {
    return node(Condition::Kind::all, std::move(children));
}
inline Condition any(std::vector<Condition> children) {
    return node(Condition::Kind::any, std::move(children));
}
inline Condition no(Condition child) {
    return node(Condition::Kind::negation, {std::move(child)});
}

// A set with one slot `hero`; contents are made as rules name them.
class SetBuilder {
  public:
    SetBuilder() { set_.slots.push_back({"hero", {}, 1, {}, {}}); }

    RuleSet& set() { return set_; }
    Slot& hero() { return set_.slots.front(); }

    ContentId content(const std::string& id) {
        for (ContentId known = 0; known < set_.contents.size(); ++known) {
            if (set_.contents[known].id == id) { return known; }
        }
        set_.contents.push_back({id, "{}", {}, {}, {}});
        return static_cast<ContentId>(set_.contents.size() - 1);
    }

    Rule& rule(const std::string& id, Condition when, std::vector<std::pair<std::string, double>> show) {
        Rule rule;
        rule.id = id;
        rule.slots = {0};
        rule.when = std::move(when);
        for (const auto& [name, weight] : show) { rule.show.push_back({content(name), weight}); }
        return set_.rules.emplace_back(std::move(rule));
    }

    std::shared_ptr<const RuleIndex> compile() const { return engine::compile(set_); }

  private:
    RuleSet set_;
};

// One visitor before one compiled set.
class Visit {
  public:
    explicit Visit(std::shared_ptr<const RuleIndex> index) : index_(std::move(index)) {
        signals.start(index_->vocabulary());
        now = Instant{std::chrono::seconds{1'795'300'000}};
    }

    Signals signals;
    ConsentSignals consent;
    Instant now;
    std::optional<Offset> utc_offset;
    std::optional<std::uint8_t> bucket = std::uint8_t{0};
    std::vector<ContentId> excluded;
    bool exact_until = false;
    Chance chance{1};

    void permit_everything() {
        consent.own = OwnConsent{};
        consent.own->said.fill(OwnConsent::Said::yes);
        consent.own->at = now;
    }

    void ask(std::vector<SlotId> slots) { slots_ = std::move(slots); }

    Decision decide() {
        const Context context = gate_.admit(signals, consent, now, utc_offset);
        return engine::decide(*index_, context, request(), chance, scratch_);
    }
    Explanation explain() {
        const Context context = gate_.admit(signals, consent, now, utc_offset);
        return engine::explain(*index_, context, request(), chance, scratch_);
    }
    std::vector<std::string> matches() {
        const Context context = gate_.admit(signals, consent, now, utc_offset);
        std::vector<std::string> names;
        for (const RuleId rule : find_matches(*index_, context, 0, scratch_)) {
            names.emplace_back(index_->rule_name(rule));
        }
        return names;
    }
    // The contents of the first slot.
    std::vector<std::string> shown() {
        std::vector<std::string> names;
        for (const Choice& choice : decide().slots.front().choices) {
            names.emplace_back(index_->content_name(choice.content));
        }
        return names;
    }

  private:
    Request request() const { return {slots_, excluded, bucket, exact_until}; }

    std::shared_ptr<const RuleIndex> index_;
    std::vector<SlotId> slots_{0};
    ConsentGate gate_{ConsentPolicy{}};
    Scratch scratch_;
};

}  // namespace passerby::engine::testing
