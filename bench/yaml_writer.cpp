#include "bench/yaml_writer.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "engine/ensure.hpp"

namespace passerby::bench {

using namespace engine;

namespace {

std::string number_text(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
    return {text.data(), end.ptr};
}

std::string range_text(const Signal& signal, const Interval& interval) {
    constexpr std::array<std::string_view, 7> days{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    const auto value = [&](double number) {
        return signal.type == SignalType::weekday ? std::string(days[static_cast<std::size_t>(number)])
                                                  : number_text(number);
    };
    if (signal.type == SignalType::boolean) { return interval.min != 0 ? "true" : "false"; }
    return interval.min == interval.max ? value(interval.min)
                                        : value(interval.min) + "-" + value(interval.max);
}

std::string test_text(const Vocabulary& vocabulary, const Test& test) {
    ensure(test.operators.size() == 1, "the workload's tests have one operator");
    const Operator& op = test.operators.front();
    std::string values;
    const auto add = [&](std::string_view value) { values.append(values.empty() ? "" : ", ").append(value); };
    for (const std::string& text : op.texts) { add(text); }
    for (const Interval& interval : op.intervals) { add(range_text(vocabulary[test.signal], interval)); }
    const bool several = op.texts.size() + op.intervals.size() > 1;
    if (several) { values = "[" + values + "]"; }
    return op.negated ? "{not: " + values + "}" : values;
}

// `{…}`; signals of one mapping differ in the workload.
std::string condition_text(const Vocabulary& vocabulary, const Condition& condition) {
    if (condition.kind == Condition::Kind::test) {
        const Test& test = *condition.test;
        return "{" + vocabulary[test.signal].name + ": " + test_text(vocabulary, test) + "}";
    }
    std::string parts;
    for (const Condition& child : condition.children) {
        parts += (parts.empty() ? "" : ", ") + condition_text(vocabulary, child);
    }
    const bool every = condition.kind == Condition::Kind::all;
    return std::string(every ? "{all: [" : "{any: [").append(parts).append("]}");
}

void append_when(const Vocabulary& vocabulary, const Rule& rule, std::string& text) {
    std::string lists;
    for (const Condition& child : rule.when.children) {
        if (child.kind == Condition::Kind::test) {
            text += "      " + vocabulary[child.test->signal].name + ": " +
                    test_text(vocabulary, *child.test) + "\n";
        } else {
            lists += "        - " + condition_text(vocabulary, child) + "\n";
        }
    }
    if (!lists.empty()) { text += "      all:\n" + lists; }
}

void append_rule(const RuleSet& set, const Rule& rule, std::string& text) {
    text += "  - id: " + rule.id + "\n    slot: " + set.slots[rule.slots.front()].id + "\n";
    if (rule.priority != 0) { text += "    priority: " + std::to_string(rule.priority) + "\n"; }
    if (rule.weight != 1) { text += "    weight: " + number_text(rule.weight) + "\n"; }
    text += "    when:\n";
    append_when(set.vocabulary, rule, text);
    text += "    show: " + set.contents[rule.show.front().content].id + "\n";
}

std::string slots_text(const RuleSet& set) {
    std::string text = "timezone: UTC\nslots:\n";
    for (const Slot& slot : set.slots) {
        text += "  " + slot.id + ": {count: " + std::to_string(slot.count) + "}\n";
    }
    return text;
}

std::string part_text(const RuleSet& set, std::size_t first, std::size_t end) {
    std::string text = "content:\n";
    for (std::size_t i = first; i < end; ++i) {
        const std::string& id = set.contents[set.rules[i].show.front().content].id;
        text += "  " + id + ": {data: {href: /" + id + "}}\n";
    }
    text += "rules:\n";
    for (std::size_t i = first; i < end; ++i) { append_rule(set, set.rules[i], text); }
    return text;
}

}  // namespace

std::vector<RuleFile> write_yaml(const RuleSet& set, std::size_t files) {
    std::vector<RuleFile> written{{"site.yaml", slots_text(set)}};
    const std::size_t count = set.rules.size();
    for (std::size_t file = 0; file < files; ++file) {
        const std::size_t first = count * file / files, end = count * (file + 1) / files;
        if (first == end) { continue; }
        written.push_back({"rules-" + std::to_string(file) + ".yaml", part_text(set, first, end)});
    }
    return written;
}

}  // namespace passerby::bench
