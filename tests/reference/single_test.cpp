#include "tests/reference/single_test.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <functional>

#include "tests/reference/text.hpp"

namespace passerby::reference {

namespace {

// Whether one written value (never a list or a mapping) is true of the signal.
using One = std::function<bool(const std::string&)>;

bool any_of(const Tree& values, const One& one) {
    if (values.is_scalar()) { return one(values.text); }
    return std::any_of(values.items.begin(), values.items.end(),
                       [&](const Tree& value) { return one(value.text); });
}

bool all_of(const Tree& values, const One& one) {
    return std::all_of(values.items.begin(), values.items.end(),
                       [&](const Tree& value) { return one(value.text); });
}

// A test is a value, a list of them, or a mapping of operators that must all hold: `not`, and those that
// only the type knows.
using Operator = std::function<bool(const std::string& name, const Tree& operand)>;

bool holds(const Tree& test, const One& one, const Operator& typed) {
    if (!test.is_map()) { return any_of(test, one); }
    return std::all_of(test.entries.begin(), test.entries.end(), [&](const auto& entry) {
        return entry.first == "not" ? !any_of(entry.second, one) : typed(entry.first, entry.second);
    });
}

bool no_such_operator(const std::string&, const Tree&) {
    std::abort();
}

bool passes_string(const std::string& name, const Tree& test, const std::string& value) {
    const auto comparable = [&](const std::string& text) {
        return name == "page.path" ? code_points(text) : folded(text);
    };
    const std::u32string mine = comparable(value);
    const One equal = [&](const std::string& text) { return comparable(text) == mine; };
    const One begins = [&](const std::string& text) { return mine.starts_with(comparable(text)); };
    const One fits = [&](const std::string& text) { return glob_fits(comparable(text), mine); };
    return holds(test, equal, [&](const std::string& name_of_operator, const Tree& operand) {
        return any_of(operand, name_of_operator == "prefix" ? begins : fits);
    });
}

bool passes_set(const Tree& test, const std::vector<std::string>& members) {
    const One contained = [&](const std::string& text) {
        return std::any_of(members.begin(), members.end(),
                           [&](const std::string& member) { return folded(member) == folded(text); });
    };
    return holds(test, contained,
                 [&](const std::string&, const Tree& operand) { return all_of(operand, contained); });
}

std::optional<double> whole_text_as_number(const std::string& text) {
    char* end = nullptr;
    const double number = std::strtod(text.c_str(), &end);
    return !text.empty() && *end == '\0' ? std::optional(number) : std::nullopt;
}

enum class Wrap { never, may };

// `5`, `-5`, `5-9`; with Wrap::may also `22-2`.
bool number_fits(const std::string& text, double value, Wrap wrap) {
    if (const auto exact = whole_text_as_number(text)) { return value == *exact; }
    for (std::size_t dash = text.find('-', 1); dash != std::string::npos; dash = text.find('-', dash + 1)) {
        const auto low = whole_text_as_number(text.substr(0, dash));
        const auto high = whole_text_as_number(text.substr(dash + 1));
        if (!low || !high) { continue; }
        if (wrap == Wrap::may && *low > *high) { return value >= *low || value <= *high; }
        return *low <= value && value <= *high;
    }
    std::abort();  // the texts given to the oracle are right
}

bool passes_number(const Tree& test, double value, Wrap wrap) {
    const One fits = [&](const std::string& text) { return number_fits(text, value, wrap); };
    return holds(test, fits, [&](const std::string& name, const Tree& operand) {
        const double bound = std::strtod(operand.text.c_str(), nullptr);
        if (name == "min") { return value >= bound; }
        if (name == "max") { return value <= bound; }
        if (name == "above") { return value > bound; }
        return value < bound;  // below
    });
}

bool passes_boolean(const Tree& test, bool value) {
    return holds(
        test, [&](const std::string& text) { return text == (value ? "true" : "false"); }, no_such_operator);
}

// `08:00-17:30`, in minutes of the day.
struct Span {
    int begin = 0, end = 0;
    bool crosses_midnight() const { return begin > end; }
};

Span span_of(const std::string& text) {
    int from_hour = 0, from_minute = 0, to_hour = 0, to_minute = 0;
    std::sscanf(text.c_str(), "%d:%d-%d:%d", &from_hour, &from_minute, &to_hour, &to_minute);
    return {from_hour * 60 + from_minute, to_hour * 60 + to_minute};
}

bool in_span(const std::string& text, int minute) {
    const Span span = span_of(text);
    if (span.crosses_midnight()) { return minute >= span.begin || minute < span.end; }
    return minute >= span.begin && minute < span.end;
}

int weekday_of(const std::string& text) {
    const std::vector<std::u32string> names = {U"mon", U"tue", U"wed", U"thu", U"fri", U"sat", U"sun"};
    return static_cast<int>(std::find(names.begin(), names.end(), folded(text)) - names.begin());
}

// `sat` or `fri-mon`
bool in_days(const std::string& text, int weekday) {
    const std::size_t dash = text.find('-');
    const int first = weekday_of(text.substr(0, dash));
    const int last = dash == std::string::npos ? first : weekday_of(text.substr(dash + 1));
    return first <= last ? first <= weekday && weekday <= last : weekday >= first || weekday <= last;
}

// `fri-sat 22:00-02:00`: what lies after midnight belongs to the day before.
bool in_window(const std::string& text, WallClock clock) {
    const std::string days = text.substr(0, text.find(' '));
    const Span span = span_of(text.substr(text.find_last_of(' ') + 1));
    const int yesterday = (clock.weekday + 6) % 7;
    if (!span.crosses_midnight()) {
        return in_days(days, clock.weekday) && clock.minute >= span.begin && clock.minute < span.end;
    }
    return (in_days(days, clock.weekday) && clock.minute >= span.begin) ||
           (in_days(days, yesterday) && clock.minute < span.end);
}

}  // namespace

bool passes(const std::string& name, const Signal& signal, const Tree& test, const Fact& fact) {
    if (signal.type == "string") { return passes_string(name, test, fact.texts[0]); }
    if (signal.type == "set") { return passes_set(test, fact.texts); }
    if (signal.type == "boolean") { return passes_boolean(test, fact.number == 1); }
    return passes_number(test, fact.number, Wrap::never);
}

bool passes_clock(const std::string& name, const Tree& test, WallClock clock) {
    if (name == "time.hour") { return passes_number(test, clock.minute / 60, Wrap::may); }
    const auto among = [&](const One& one) { return holds(test, one, no_such_operator); };
    if (name == "time.of_day") {
        return among([&](const std::string& text) { return in_span(text, clock.minute); });
    }
    if (name == "time.weekday") {
        return among([&](const std::string& text) { return in_days(text, clock.weekday); });
    }
    return among([&](const std::string& text) { return in_window(text, clock); });
}

}  // namespace passerby::reference
