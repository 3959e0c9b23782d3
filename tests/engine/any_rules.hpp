// Rule sets of every kind, from luck: tests of texts, sets, numbers and clocks, nested or not, with
// schedules, segments, slot conditions, splits, ties and what else an index could stumble over.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "tests/engine/moments.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine::testing {

inline constexpr double infinity = std::numeric_limits<double>::infinity();

// Of which signals rules speak, each with the values that rules and requests draw from.
struct Topic {
    SignalId signal;
    std::vector<std::string> texts = {};
    std::vector<double> numbers = {};
};

inline std::vector<std::string> named(const std::string& stem, std::size_t count) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < count; ++i) { names.push_back(stem + std::to_string(i)); }
    return names;
}
inline SignalId declare(RuleSet& set, const std::string& name, SignalType type, double bound = 1e6) {
    Signal signal;
    signal.name = name;
    signal.type = type;
    signal.min = type == SignalType::boolean ? 0 : -bound;
    signal.max = type == SignalType::boolean ? 1 : bound;
    signal.declared = true;
    return set.vocabulary.declare(std::move(signal));
}

class AnyRules {
  public:
    explicit AnyRules(Dice& dice) : dice_(dice) {
        const auto slots = 1 + dice_.below(2);
        for (std::size_t i = 0; i < slots; ++i) {
            set_.slots.push_back({"slot" + std::to_string(i), {}, 1, {}, {}});
        }
        const std::size_t contents = 1 + dice_.below(12);
        for (const std::string& id : named("content", contents)) {
            set_.contents.push_back({id, "{}", {}, {}, {}});
            if (dice_.percent(10)) { set_.contents.back().exclusive = 0; }
        }
        set_.exclusive_groups = {"loud"};
        // Little to choose from makes values and sets repeat.
        const std::vector<std::size_t> sizes{2, 5, 30, 150};
        const SignalId score = declare(set_, "page.score", SignalType::number);
        const SignalId level = declare(set_, "page.level", SignalType::integer);
        topics_ = {{signals::page_section, named("s", dice_.pick(sizes))},
                   {signals::page_topics, named("t", dice_.pick(sizes))},
                   {signals::page_path, named("/a/s", dice_.pick(sizes))},
                   {signals::device_type, {"desktop", "phone", "tablet", "tv"}},
                   {score, {}, numbers(dice_.pick(sizes))},
                   {level, {}, whole_numbers(dice_.pick(sizes))},
                   {signals::time_hour, {}, hours()},
                   {signals::time_weekday, {}, {0, 1, 4, 5, 6}},
                   {declare(set_, "page.sold", SignalType::boolean), {}, {0, 1}}};
        kinds_ = 1 + dice_.below(topics_.size());
    }

    RuleSet& set() { return set_; }

    void add_rules(std::size_t count) {
        for (Slot& slot : set_.slots) {
            slot.count = static_cast<std::uint8_t>(dice_.pick(std::vector<int>{1, 1, 3, 10}));
            if (dice_.percent(40)) { slot.fallback = dice_.below(set_.contents.size()); }
            if (dice_.percent(30)) { slot.when = condition(1); }
        }
        for (const std::string& id : named("segment", dice_.below(3))) {
            set_.segments.push_back({id, condition(1), {}});
        }
        segments_ = set_.segments.size();
        priorities_ = dice_.pick(std::vector<int>{0, 0, 1, 3, 100});
        for (std::size_t i = 0; i < count; ++i) { add_rule(i); }
    }

    // Requests that fit.
    Moments moments() {
        Moments moments(Dice(dice_.below(1u << 30)));
        for (const Topic& topic : topics_) {
            if (topic.signal <= signals::time_window) { continue; }
            if (topic.numbers.empty()) {
                moments.texts(topic.signal, topic.texts);
            } else {
                moments.numbers(topic.signal, around(topic));
            }
        }
        if (!edges_.empty() && dice_.percent(70)) { moments.instants(edges_); }
        return moments;
    }

    Condition condition(int depth) {
        const int tests = dice_.pick(std::vector<int>{0, 1, 1, 2, 3, 5, 9});
        if (tests == 0) { return {}; }
        std::vector<Condition> parts;
        for (int i = 0; i < tests; ++i) { parts.push_back(part(depth)); }
        if (parts.size() == 1) { return parts.front(); }
        return dice_.percent(85) ? all(std::move(parts)) : any(std::move(parts));
    }

  private:
    static std::vector<double> hours() {
        std::vector<double> hours;
        for (int hour = 0; hour < 24; ++hour) { hours.push_back(hour); }
        return hours;
    }
    std::vector<double> numbers(std::size_t count) {
        std::vector<double> numbers;
        for (std::size_t i = 0; i < count; ++i) { numbers.push_back(dice_.between(-200, 200) / 8.0); }
        return numbers;
    }
    std::vector<double> whole_numbers(std::size_t count) {
        std::vector<double> numbers;
        for (std::size_t i = 0; i < count; ++i) { numbers.push_back(dice_.between(-300, 300)); }
        return numbers;
    }
    // On every end, next to it, and far off.
    std::vector<double> around(const Topic& topic) const {
        std::vector<double> values{-1e6, 1e6};
        for (const double at : topic.numbers) {
            const bool whole = set_.vocabulary[topic.signal].is_whole();
            values.insert(values.end(), {at, whole ? at - 1 : std::nextafter(at, -infinity),
                                         whole ? at + 1 : std::nextafter(at, infinity)});
        }
        return values;
    }

    Condition part(int depth) {
        if (depth > 0 && dice_.percent(12)) { return no(condition(depth - 1)); }
        if (depth > 0 && dice_.percent(12)) { return condition(depth - 1); }
        if (segments_ > 0 && dice_.percent(8)) {
            Condition segment;
            segment.kind = Condition::Kind::segment;
            segment.segments = {dice_.below(segments_)};
            if (dice_.percent(30)) { segment.segments.push_back(dice_.below(segments_)); }
            return segment;
        }
        const Topic& topic = topics_[dice_.below(kinds_)];
        Condition test = test_of(topic.signal, an_operator(topic));
        while (dice_.percent(20)) { test.test->operators.push_back(an_operator(topic)); }
        return test;
    }
    Operator an_operator(const Topic& topic) {
        Operator op;
        op.negated = dice_.percent(25);
        if (!topic.numbers.empty()) {
            op.kind = Operator::Kind::within;
            op.intervals = intervals(topic);
            return op;
        }
        const bool of_set = set_.vocabulary[topic.signal].type == SignalType::set;
        op.texts = dice_.some(topic.texts, dice_.pick(std::vector<std::size_t>{1, 1, 1, 2, 3, 20, 40}));
        if (dice_.percent(10)) { op.texts.push_back(op.texts.front()); }
        if (of_set && dice_.percent(35)) { op.kind = Operator::Kind::all_of; }
        if (!of_set && topic.signal != signals::device_type && dice_.percent(15)) {
            op.kind = dice_.percent(50) ? Operator::Kind::prefix : Operator::Kind::glob;
            for (std::string& text : op.texts) {
                text.resize(text.size() - dice_.below(2));
                if (op.kind == Operator::Kind::glob) { text += dice_.percent(50) ? "*" : "?"; }
            }
        }
        return op;
    }
    // Ascending and apart, as the language leaves them.
    std::vector<Interval> intervals(const Topic& topic) {
        auto ends = dice_.some(topic.numbers, 2 * (1 + dice_.below(3)));
        std::sort(ends.begin(), ends.end());
        ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
        std::vector<Interval> found;
        for (std::size_t i = 0; i < ends.size(); i += 2) {
            const double max = i + 1 < ends.size() && dice_.percent(80) ? ends[i + 1] : ends[i];
            found.push_back({ends[i], max});
        }
        const SignalType type = set_.vocabulary[topic.signal].type;
        const bool open = type == SignalType::number || type == SignalType::integer;
        if (open && dice_.percent(20)) { found.front().min = -infinity; }
        if (open && dice_.percent(20)) { found.back().max = infinity; }
        return found;
    }

    void add_rule(std::size_t number) {
        Rule rule;
        if (number > 0 && dice_.percent(10)) {
            rule = set_.rules[dice_.below(number)];  // the same text again
        } else {
            rule.when = condition(3);
            rule.slots = {dice_.below(set_.slots.size())};
            if (set_.slots.size() > 1 && dice_.percent(20)) { rule.slots = {0, 1}; }
            rule.priority = dice_.between(-priorities_, priorities_);
            rule.weight = dice_.percent(50) ? 1 : 1 + dice_.below(100);
            if (dice_.percent(20)) { rule.clock = Clock::site; }
            if (dice_.percent(15)) { rule.from = an_edge(); }
            if (dice_.percent(15)) { rule.until = an_edge(); }
            rule.enabled = !dice_.percent(5);
            std::vector<ContentId> contents(set_.contents.size());
            for (ContentId id = 0; id < contents.size(); ++id) { contents[id] = id; }
            const std::size_t variants = dice_.percent(80) ? 1 : 3;
            for (const ContentId id : dice_.some(contents, variants)) {
                rule.show.push_back({id, 1.0 + dice_.below(9)});
            }
        }
        rule.id = "rule" + std::to_string(number);
        set_.rules.push_back(std::move(rule));
    }
    Instant an_edge() {
        edges_.push_back(an_afternoon + std::chrono::hours{dice_.below(24 * 14)});
        return edges_.back();
    }

    Dice& dice_;
    RuleSet set_;
    std::vector<Topic> topics_;
    std::size_t kinds_ = 0, segments_ = 0;
    int priorities_ = 0;
    std::vector<Instant> edges_;
};

}  // namespace passerby::engine::testing
