#include "tests/property/make_condition.hpp"

#include <cstdio>
#include <cstdlib>
#include <set>

namespace passerby::property {

using reference::Tree;

// In quotes or not: it must not matter.
Tree ConditionMaker::scalar(const std::string& text) {
    return random_.percent(15) ? Tree::word(text) : Tree::literal(text);
}

template <class Make>
Tree ConditionMaker::one_or_list(Make make) {
    if (random_.percent(50)) { return scalar(make()); }
    std::vector<Tree> items;
    for (int i = random_.between(1, 3); i > 0; --i) { items.push_back(scalar(make())); }
    return Tree::list(std::move(items));
}

template <class Make>
Tree ConditionMaker::plain_or_negated(Make make) {
    Tree values = one_or_list(make);
    return random_.percent(30) ? Tree::map({{"not", std::move(values)}}) : values;
}

Tree ConditionMaker::condition(int depth) {
    constexpr int tests_max = 100;
    Tree made = any_condition(depth);
    while (tests_of(made) > tests_max) { made = any_condition(depth); }
    return made;
}

void ConditionMaker::enter_segment(const std::string& name, const Tree& condition) {
    tests_of_segment_[name] = tests_of(condition);
    segments_.push_back(name);
}

int ConditionMaker::tests_of(const Tree& condition) const {
    int tests = 0;
    for (const auto& [key, value] : condition.entries) {
        if (key == "not") {
            tests += tests_of(value);
        } else if (key == "any" || key == "all") {
            for (const Tree& part : value.items) { tests += tests_of(part); }
        } else if (key == "segment") {
            tests += value.is_scalar() ? tests_of_segment_.at(value.text) : 0;
            for (const Tree& name : value.items) { tests += tests_of_segment_.at(name.text); }
        } else {
            ++tests;
        }
    }
    return tests;
}

Tree ConditionMaker::any_condition(int depth_left) {
    std::vector<std::pair<std::string, Tree>> entries;
    std::set<std::string> used;
    for (int i = random_.pick({1, 1, 2, 2, 3}); i > 0; --i) {
        std::string key;
        const int luck = random_.between(0, 99);
        if (depth_left > 0 && luck < 36) {
            key = luck < 12 ? "any" : luck < 20 ? "all" : "not";
        } else if (!segments_.empty() && luck < 46) {
            key = "segment";
        } else if (luck < 62) {
            key = random_.pick<const char*>({"time.hour", "time.of_day", "time.weekday", "time.window"});
        } else {
            key = random_.pick(letters_).signal;
        }
        if (used.insert(key).second) { entries.emplace_back(key, part(key, depth_left)); }
    }
    return Tree::map(std::move(entries));
}

Tree ConditionMaker::part(const std::string& key, int depth_left) {
    if (key == "not") { return any_condition(depth_left - 1); }
    if (key == "any" || key == "all") {
        std::vector<Tree> parts;
        for (int i = random_.between(1, 3); i > 0; --i) { parts.push_back(any_condition(depth_left - 1)); }
        return Tree::list(std::move(parts));
    }
    if (key == "segment") {
        return one_or_list([&] { return random_.pick(segments_); });
    }
    if (key.starts_with("time.")) { return time_test(key); }
    for (const Letters& letters : letters_) {
        if (letters.signal == key) { return test(letters); }
    }
    std::abort();
}

Tree ConditionMaker::test(const Letters& letters) {
    if (letters.type == "string") { return text_test(letters); }
    if (letters.type == "set") { return set_test(letters); }
    if (letters.type == "boolean") { return boolean_test(); }
    return number_test(letters);
}

Tree ConditionMaker::text_test(const Letters& letters) {
    const auto value = [&] { return random_.pick(letters.values); };
    const bool path = letters.signal == "page.path", open = path || letters.signal == "page.section";
    if (!open || random_.percent(60)) { return plain_or_negated(value); }
    std::vector<std::pair<std::string, Tree>> operators;
    if (random_.percent(50)) {
        operators.emplace_back("prefix", one_or_list([&] {
                                   return path ? random_.pick(path_prefixes())
                                               : random_.pick<const char*>({"s", "ä", "N", "00", "ΣΟΦ"});
                               }));
    }
    if (operators.empty() || random_.percent(30)) {
        operators.emplace_back("glob",
                               one_or_list([&] { return random_.pick(path ? path_globs() : word_globs()); }));
    }
    if (random_.percent(30)) { operators.emplace_back("not", one_or_list(value)); }
    return Tree::map(std::move(operators));
}

Tree ConditionMaker::set_test(const Letters& letters) {
    const auto value = [&] { return random_.pick(letters.values); };
    if (random_.percent(70)) { return plain_or_negated(value); }
    std::vector<Tree> all;
    for (int i = random_.between(1, 2); i > 0; --i) { all.push_back(scalar(value())); }
    std::vector<std::pair<std::string, Tree>> operators = {{"all", Tree::list(std::move(all))}};
    if (random_.percent(40)) { operators.emplace_back("not", one_or_list(value)); }
    return Tree::map(std::move(operators));
}

// A value or a range; ranges are of what is not negative.
std::string ConditionMaker::number_value(const Letters& letters) {
    std::string a = random_.pick(letters.values);
    std::string b = random_.pick(letters.values);
    if (random_.percent(60) || a[0] == '-' || b[0] == '-') { return a; }
    if (std::atof(a.c_str()) > std::atof(b.c_str())) { std::swap(a, b); }
    return a + "-" + b;
}

Tree ConditionMaker::number_test(const Letters& letters) {
    if (random_.percent(50)) { return bounds(letters); }
    return plain_or_negated([&] { return number_value(letters); });
}

// One bound, or two with a number between them.
Tree ConditionMaker::bounds(const Letters& letters) {
    std::string low = random_.pick(letters.values), high = random_.pick(letters.values);
    if (std::atof(low.c_str()) > std::atof(high.c_str())) { std::swap(low, high); }
    const bool apart = std::atof(high.c_str()) - std::atof(low.c_str()) >= 2;
    const auto lower = std::pair(apart ? random_.pick<const char*>({"min", "above"}) : "min", scalar(low));
    const auto upper = std::pair(apart ? random_.pick<const char*>({"max", "below"}) : "max", scalar(high));
    const int luck = random_.between(0, 99);
    // Beyond the very end of what a signal can have nothing would be left: an error.
    const bool above = std::atof(low.c_str()) < 1000 && random_.percent(50);
    const bool below = std::atof(high.c_str()) > 0 && random_.percent(50);
    if (luck < 35) { return Tree::map({{above ? "above" : "min", scalar(low)}}); }
    if (luck < 60) { return Tree::map({{below ? "below" : "max", scalar(high)}}); }
    return Tree::map({lower, upper});
}

Tree ConditionMaker::boolean_test() {
    const Tree value = scalar(random_.pick<const char*>({"true", "false"}));
    return random_.percent(30) ? Tree::map({{"not", value}}) : value;
}

std::string ConditionMaker::clock_span() {
    // Half hours: near the clock changes, and few enough to be met.
    const int begin = random_.between(0, 47);
    int end = random_.between(0, 48);
    while (end == begin) { end = random_.between(0, 48); }
    char text[32];
    std::snprintf(text, sizeof text, "%02d:%02d-%02d:%02d", begin / 2, begin % 2 * 30, end / 2, end % 2 * 30);
    return begin == 0 && end == 48 ? "00:00-24:00" : text;
}

std::string ConditionMaker::days() {
    const auto day = [&] {
        return std::string(
            random_.pick<const char*>({"mon", "tue", "wed", "thu", "fri", "sat", "sun", "SAT", "Sun"}));
    };
    return random_.percent(50) ? day() : day() + "-" + day();
}

std::string ConditionMaker::time_value(const std::string& signal) {
    if (signal == "time.of_day") { return clock_span(); }
    if (signal == "time.weekday") { return days(); }
    if (signal == "time.window") { return days() + " " + clock_span(); }
    const std::string hour = std::to_string(random_.between(0, 23));
    return random_.percent(40) ? hour : hour + "-" + std::to_string(random_.between(0, 23));
}

Tree ConditionMaker::time_test(const std::string& signal) {
    if (signal == "time.hour" && random_.percent(25)) {
        const int low = random_.between(0, 20);
        return Tree::map({{"min", scalar(std::to_string(low))},
                          {"below", scalar(std::to_string(random_.between(low + 1, 23)))}});
    }
    return plain_or_negated([&] { return time_value(signal); });
}

}  // namespace passerby::property
