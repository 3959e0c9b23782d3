#include "server/cli/coverage.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "rules/screen_text.hpp"

namespace passerby::cli {

namespace {

using Kind = engine::Condition::Kind;

engine::Condition negation_of(const engine::Condition& test) {
    engine::Condition negation;
    negation.kind = Kind::negation;
    negation.place = test.place;
    negation.children.push_back(test);
    return negation;
}

std::string place_of(const engine::RuleSet& rule_set, const engine::Place& place) {
    return fmt::format("{}:{}", rules::for_screen(rule_set.files[place.file]), place.line);
}

}  // namespace

Coverage::Coverage(const engine::RuleSet& rule_set) : rule_set_(rule_set), matched_(rule_set.rules.size()) {
    probes_.revision = "coverage";
    probes_.files = rule_set.files;
    probes_.zone = rule_set.zone;
    probes_.vocabulary = rule_set.vocabulary;
    for (const engine::Slot& slot : rule_set.slots) {
        auto& copy = probes_.slots.emplace_back();
        copy.id = slot.id;
    }
    probes_.contents.emplace_back().id = "nothing";
    for (engine::SlotId slot = 0; slot < rule_set.slots.size(); ++slot) {
        enter(rule_set.slots[slot].when, fmt::format("slot `{}`", rule_set.slots[slot].id), {slot},
              engine::Clock::visitor);
    }
    for (const engine::Segment& segment : rule_set.segments) {
        enter(segment.when, fmt::format("segment `{}`", segment.id), all_slots(), engine::Clock::visitor);
    }
    for (const engine::Rule& rule : rule_set.rules) {
        if (rule.enabled) { enter(rule.when, fmt::format("rule `{}`", rule.id), rule.slots, rule.clock); }
    }
    probe_index_ = engine::compile(probes_);
}

std::vector<engine::SlotId> Coverage::all_slots() const {
    std::vector<engine::SlotId> slots(rule_set_.slots.size());
    std::iota(slots.begin(), slots.end(), engine::SlotId{0});
    return slots;
}

void Coverage::enter(const engine::Condition& condition, const std::string& owner,
                     const std::vector<engine::SlotId>& slots, engine::Clock clock) {
    if (condition.kind == Kind::test) { return enter_test(condition, owner, slots, clock); }
    for (const engine::Condition& child : condition.children) { enter(child, owner, slots, clock); }
}

void Coverage::enter_test(const engine::Condition& test, const std::string& owner,
                          const std::vector<engine::SlotId>& slots, engine::Clock clock) {
    tests_.push_back({.test = &test, .owner = owner});
    for (const engine::Condition& when : {test, negation_of(test)}) {
        engine::Rule& probe = probes_.rules.emplace_back();
        probe.id = fmt::format("probe-{}", probes_.rules.size());
        probe.slots = slots;
        probe.when = when;
        probe.clock = clock;
        probe.show.push_back({});
    }
}

void Coverage::add(const engine::RuleIndex& rules, api::Inspect& inspect) {
    const auto matches = inspect.matches(rules);
    for (const auto& slot : matches) {
        for (engine::RuleId rule : slot) { matched_[rule] = true; }
    }
    for (const auto& slot : inspect.matches(*probe_index_)) {
        for (engine::RuleId probe : slot) {
            Tried& tried = tests_[probe / 2];
            (probe % 2 == 0 ? tried.was_true : tried.was_false) = true;
        }
    }
}

std::vector<std::string> Coverage::gaps() const {
    std::vector<std::pair<engine::Place, std::string>> found;
    for (engine::RuleId rule = 0; rule < matched_.size(); ++rule) {
        const engine::Rule& source = rule_set_.rules[rule];
        if (source.enabled && !matched_[rule]) {
            found.emplace_back(source.place, fmt::format("rule `{}` never matched", source.id));
        }
    }
    for (const Tried& tried : tests_) {
        if (tried.was_true && tried.was_false) { continue; }
        const std::string_view never = tried.was_true ? "false" : tried.was_false ? "true" : "true nor false";
        found.emplace_back(tried.test->place, fmt::format("`{}` of {} was never {}",
                                                          rule_set_.vocabulary[tried.test->test->signal].name,
                                                          tried.owner, never));
    }
    const auto key = [](const engine::Place& place) {
        return std::tie(place.file, place.line, place.column);
    };
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto& a, const auto& b) { return key(a.first) < key(b.first); });
    std::vector<std::string> lines;
    for (const auto& [place, text] : found) { lines.push_back(place_of(rule_set_, place) + ": " + text); }
    return lines;
}

}  // namespace passerby::cli
