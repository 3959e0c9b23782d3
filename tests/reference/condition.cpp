#include "tests/reference/condition.hpp"

#include <algorithm>

#include "tests/reference/single_test.hpp"

namespace passerby::reference {

namespace {

Truth opposite(Truth truth) {
    return truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : Truth::unknown;
}

// Kleene's and: false if any part is false, else unknown if any part is.
Truth both(Truth a, Truth b) {
    return std::min(a, b);
}
Truth either(Truth a, Truth b) {
    return std::max(a, b);
}
static_assert(Truth::no < Truth::unknown && Truth::unknown < Truth::yes);

// One segment's name, or a list of them.
std::vector<std::string> names_of(const Tree& tree) {
    if (tree.is_scalar()) { return {tree.text}; }
    std::vector<std::string> names;
    for (const Tree& item : tree.items) { names.push_back(item.text); }
    return names;
}

void add_once(std::vector<std::string>& signals, const std::string& signal) {
    if (std::find(signals.begin(), signals.end(), signal) == signals.end()) { signals.push_back(signal); }
}

}  // namespace

RuleCondition::RuleCondition(const RuleSet& rules, const Visit& visit, const Rule& rule,
                             const std::string& slot)
    : rules_(rules),
      visit_(visit),
      clock_(rule.site_clock || !visit.utc_offset ? wall_clock(visit.now, rules.zone)
                                                  : wall_clock(visit.now, *visit.utc_offset)) {
    if (rule.when != nullptr) { conditions_.push_back(rule.when); }
    if (rules.when_of(slot) != nullptr) { conditions_.push_back(rules.when_of(slot)); }
}

Truth RuleCondition::truth() const {
    Truth truth = Truth::yes;
    for (const Tree* condition : conditions_) { truth = both(truth, of(*condition)); }
    return truth;
}

Truth RuleCondition::of(const Tree& condition) const {
    Truth truth = Truth::yes;
    for (const auto& [key, value] : condition.entries) { truth = both(truth, of_entry(key, value)); }
    return truth;
}

Truth RuleCondition::of_entry(const std::string& key, const Tree& value) const {
    if (key == "not") { return opposite(of(value)); }
    if (key == "segment") { return of_segments(value); }
    if (key == "all") {
        Truth truth = Truth::yes;
        for (const Tree& part : value.items) { truth = both(truth, of(part)); }
        return truth;
    }
    if (key == "any") {
        Truth truth = Truth::no;
        for (const Tree& part : value.items) { truth = either(truth, of(part)); }
        return truth;
    }
    return of_test(key, value);
}

Truth RuleCondition::of_segments(const Tree& names) const {
    Truth truth = Truth::no;
    for (const std::string& name : names_of(names)) { truth = either(truth, of(*rules_.segments.at(name))); }
    return truth;
}

Truth RuleCondition::of_test(const std::string& signal, const Tree& test) const {
    if (signal.starts_with("time.")) { return passes_clock(signal, test, clock_) ? Truth::yes : Truth::no; }
    const auto fact = visit_.known.find(signal);
    if (fact == visit_.known.end()) { return Truth::unknown; }
    return passes(signal, rules_.vocabulary.at(signal), test, fact->second) ? Truth::yes : Truth::no;
}

std::vector<std::string> RuleCondition::signals_that_held() const {
    std::vector<std::string> signals;
    for (const Tree* condition : conditions_) { collect_held(*condition, Sense::plain, signals); }
    return signals;
}

void RuleCondition::collect_held(const Tree& condition, Sense sense,
                                 std::vector<std::string>& signals) const {
    if (of(condition) != (sense == Sense::plain ? Truth::yes : Truth::no)) { return; }
    for (const auto& [key, value] : condition.entries) {
        if (of_entry(key, value) == (sense == Sense::plain ? Truth::yes : Truth::no)) {
            collect_held_entry(key, value, sense, signals);
        }
    }
}

void RuleCondition::collect_held_entry(const std::string& key, const Tree& value, Sense sense,
                                       std::vector<std::string>& signals) const {
    if (key == "not") {
        collect_held(value, sense == Sense::plain ? Sense::negated : Sense::plain, signals);
    } else if (key == "all" || key == "any") {
        for (const Tree& part : value.items) { collect_held(part, sense, signals); }
    } else if (key == "segment") {
        for (const std::string& name : names_of(value)) {
            collect_held(*rules_.segments.at(name), sense, signals);
        }
    } else {
        add_once(signals, key);
    }
}

std::vector<std::string> RuleCondition::signals_that_came_out(Truth truth) const {
    std::vector<std::string> signals;
    for (const Tree* condition : conditions_) { collect_tests(*condition, Sense::plain, truth, signals); }
    return signals;
}

void RuleCondition::collect_tests(const Tree& condition, Sense sense, Truth truth,
                                  std::vector<std::string>& signals) const {
    for (const auto& [key, value] : condition.entries) {
        if (key == "not") {
            collect_tests(value, sense == Sense::plain ? Sense::negated : Sense::plain, truth, signals);
        } else if (key == "all" || key == "any") {
            for (const Tree& part : value.items) { collect_tests(part, sense, truth, signals); }
        } else if (key == "segment") {
            for (const std::string& name : names_of(value)) {
                collect_tests(*rules_.segments.at(name), sense, truth, signals);
            }
        } else if ((sense == Sense::plain ? of_test(key, value) : opposite(of_test(key, value))) == truth) {
            add_once(signals, key);
        }
    }
}

}  // namespace passerby::reference
