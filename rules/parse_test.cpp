#include "rules/parse_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/casefold.hpp"
#include "engine/limits.hpp"
#include "rules/value_hints.hpp"

namespace passerby::rules {

namespace limits = engine::limits;
using engine::Operator;
using engine::Signal;
using engine::SignalType;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Which signals an operator is for.
enum class For : std::uint8_t { every, strings, sets, numbers };

struct OperatorName {
    std::string_view name;
    For signals;
};

constexpr OperatorName operators[] = {
    {"not", For::every},   {"prefix", For::strings}, {"glob", For::strings},  {"all", For::sets},
    {"min", For::numbers}, {"max", For::numbers},    {"above", For::numbers}, {"below", For::numbers},
};

bool suits(For signals, SignalType type) {
    switch (signals) {
        case For::every: return true;
        case For::strings: return type == SignalType::string;
        case For::sets: return type == SignalType::set;
        case For::numbers: return type == SignalType::integer || type == SignalType::number;
    }
    return false;
}

// How the language calls a signal of that type in messages.
std::string_view noun_of(SignalType type) {
    switch (type) {
        case SignalType::string: return "a string";
        case SignalType::set: return "a set of strings";
        case SignalType::integer: return "a whole number";
        case SignalType::number: return "a number";
        case SignalType::boolean: return "`true` or `false`";
        case SignalType::time_of_day: return "a time of day";
        case SignalType::weekday: return "a day of the week";
        case SignalType::window: return "a window of the week";
    }
    return "";
}

// What a test of that type looks like, for those who wrote something else.
std::string_view example_of(SignalType type) {
    switch (type) {
        case SignalType::string:
        case SignalType::set: return "";
        case SignalType::integer: return "write e.g. `5` or `5-9`, or `{min: 5}`";
        case SignalType::number: return "write e.g. `9.5` or `5-9.5`, or `{min: 9.5}`";
        case SignalType::boolean: return "write `true` or `false`";
        case SignalType::time_of_day: return "write e.g. `09:00-17:30`";
        case SignalType::weekday: return "write e.g. `sat` or `mon-fri`";
        case SignalType::window: return "write e.g. `fri-sat 22:00-02:00`";
    }
    return "";
}

std::vector<std::string_view> operators_for(SignalType type) {
    std::vector<std::string_view> names;
    for (const OperatorName& known : operators) {
        if (suits(known.signals, type)) { names.push_back(known.name); }
    }
    return names;
}

// "did you mean `09:00-17:00`?", where `reads` can read what the text nearly says; else the example.
template <class Reads>
std::string hint_for_range(std::string_view text, SignalType type, Reads reads) {
    const std::string mended = mended_range(text);
    return reads(mended) ? fmt::format("did you mean `{}`?", mended) : std::string(example_of(type));
}

bool begins_folded(std::string_view text, std::string_view prefix) {
    return engine::folded(text).starts_with(engine::folded(prefix));
}

}  // namespace

// `min: 5` and its kin: which end of the range, and how a strict end moves inwards.
struct TestReader::Bound {
    std::string_view name;
    bool lower, strict;
};

std::optional<engine::Test> TestReader::read(engine::SignalId id, Node test) {
    id_ = id;
    signal_ = &reading_.vocabulary[id];
    test_ = {.signal = id, .operators = {}};
    if (test.is_mapping()) {
        read_operators(test);
    } else {
        read_values(test, signal_->is_text() ? Kind::any_of : Kind::within, false);
    }
    if (test_.operators.empty()) { return std::nullopt; }
    return std::move(test_);
}

void TestReader::read_operators(Node mapping) {
    if (mapping.size() == 0) {
        return report_.say(mapping, "empty", fmt::format("the test of {} is empty", signal_name()));
    }
    lowest_.reset();
    highest_.reset();
    for (auto [key, value] : mapping.entries()) { read_operator(key, value); }
    finish_bounds(mapping);
}

void TestReader::read_operator(Node key, Node value) {
    static constexpr Bound bounds[] = {
        {"min", true, false}, {"above", true, true}, {"max", false, false}, {"below", false, true}};
    const std::string_view name = key.text();
    const auto known = std::find_if(std::begin(operators), std::end(operators),
                                    [&](const OperatorName& each) { return each.name == name; });
    if (known == std::end(operators)) {
        const auto names = operators_for(signal_->type);
        std::string hint = report_.did_you_mean(name, names);
        if (hint.empty()) { hint = fmt::format("{} takes {}", signal_name(), listed(names)); }
        return report_.say(key, "unknown-operator", fmt::format("there is no operator {}", backticked(name)),
                           hint);
    }
    if (!suits(known->signals, signal_->type)) {
        return report_.say(
            key, "wrong-operator",
            fmt::format("`{}` does not go with {}, which is {}", name, signal_name(), noun_of(signal_->type)),
            fmt::format("{} takes {}", signal_name(), listed(operators_for(signal_->type))));
    }
    for (const Bound& bound : bounds) {
        if (bound.name == name) { return read_bound(bound, value); }
    }
    const Kind plain = signal_->is_text() ? Kind::any_of : Kind::within;
    if (name == "not") { return read_values(value, plain, true); }
    if (name == "prefix") { return read_values(value, Kind::prefix, false); }
    if (name == "glob") { return read_values(value, Kind::glob, false); }
    if (!value.is_sequence()) {
        return report_.say(value, "wrong-kind",
                           fmt::format("`all` takes a list, not {}", name_of(value.kind())),
                           "write e.g. `{all: [a, b]}`");
    }
    read_values(value, Kind::all_of, false);
}

void TestReader::read_values(Node values, Kind kind, bool negated) {
    Operator op{.kind = kind, .negated = negated, .texts = {}, .intervals = {}};
    const AddValue add = adder_for(signal_->type);
    if (values.is_mapping()) {
        return report_.say(
            values, "wrong-kind",
            fmt::format("{} is compared with a value or a list here, not a mapping", signal_name()),
            negated ? fmt::format("put the whole test under `not:`, as in `not: {{{}: …}}`", signal_->name)
                    : "");
    }
    if (values.is_scalar()) {
        (this->*add)(values, op);
    } else if (signal_->type == SignalType::boolean) {
        return report_.say(values, "wrong-kind",
                           fmt::format("{} is `true` or `false`, not a list", signal_name()),
                           "a list of both would only ask that it be known");
    } else if (scalars_.is_list(values, signal_name())) {
        if (signal_->is_text()) { op.texts.reserve(values.size()); }
        for (Node item : values.items()) { (this->*add)(item, op); }
    }
    if (!op.texts.empty() || !op.intervals.empty()) { test_.operators.push_back(std::move(op)); }
}

TestReader::AddValue TestReader::adder_for(SignalType type) {
    static constexpr AddValue adders[] = {
        &TestReader::add_text,    &TestReader::add_text,  &TestReader::add_number, &TestReader::add_number,
        &TestReader::add_boolean, &TestReader::add_times, &TestReader::add_days,   &TestReader::add_window,
    };
    return adders[static_cast<std::size_t>(type)];
}

void TestReader::say_impossible(Node value, std::string hint) {
    report_.say(value, "impossible-value",
                fmt::format("{} can never be {}", signal_name(), backticked(value.text())), std::move(hint));
}

std::optional<std::string_view> TestReader::text_of(Node value) {
    if (value.is_scalar() && !is_blank(value)) { return value.text(); }
    return scalars_.text(value, fmt::format("a value of {}", signal_name()));
}

// ---- strings and sets

void TestReader::add_text(Node value, Operator& into) {
    if (!text_of(value)) { return; }
    const bool whole = into.kind == Kind::any_of || into.kind == Kind::all_of;
    if (whole ? check_whole_text(value) : check_part_of_text(value, into.kind)) {
        into.texts.emplace_back(value.text());
    }
}

bool TestReader::check_length(Node value) {
    const std::size_t bytes_max = signal_->minds_case() ? limits::path_bytes_max : limits::string_bytes_max;
    if (value.text().size() <= bytes_max) { return true; }
    say_impossible(value, fmt::format("it has at most {} bytes", bytes_max));
    return false;
}

bool TestReader::check_whole_text(Node value) {
    const std::string_view text = value.text();
    if (text.empty()) { return say_impossible(value, "a text that is empty counts as not known"), false; }
    if (!check_length(value)) { return false; }
    if (id_ == engine::signals::page_path) {
        const std::size_t cut = text.find_first_of("?#");
        if (!text.starts_with('/')) {
            return say_impossible(value, fmt::format("a path begins with `/`, e.g. {}",
                                                     backticked("/" + std::string(text)))),
                   false;
        }
        if (cut != std::string_view::npos) {
            return say_impossible(value, fmt::format("a path ends before `{}`: {}", text[cut],
                                                     backticked(text.substr(0, cut)))),
                   false;
        }
    }
    if (signal_->values_are == engine::Values::open || engine::canonical_value(*signal_, text)) {
        return true;
    }
    return say_impossible(value, hint_for_value(report_, *signal_, text)), false;
}

bool TestReader::check_part_of_text(Node value, Kind kind) {
    const std::string_view text = value.text();
    if (kind == Kind::prefix && !check_length(value)) { return false; }
    const bool prefix = kind == Kind::prefix;
    const auto refuse = [&](std::string hint) {
        report_.say(value, "impossible-value",
                    fmt::format("{} can never {} {}", signal_name(), prefix ? "begin with" : "look like",
                                backticked(text)),
                    std::move(hint));
        return false;
    };
    if (text.empty()) { return prefix || refuse("a text that is empty counts as not known"); }
    if (id_ == engine::signals::page_path) {
        if (text.front() != '/' && (prefix || text.front() != '*')) {
            return refuse(
                fmt::format("a path begins with `/`, e.g. {}", backticked("/" + std::string(text))));
        }
        if (text.find_first_of(prefix ? "?#" : "#") != std::string_view::npos) {
            return refuse("a path ends before `?` and `#`");
        }
    }
    const bool fits = !prefix || signal_->values_are != engine::Values::listed ||
                      std::any_of(signal_->values.begin(), signal_->values.end(),
                                  [&](const std::string& each) { return begins_folded(each, text); });
    return fits || refuse(hint_for_value(report_, *signal_, text));
}

// ---- numbers

bool TestReader::check_number(Node value, double number) {
    if (number >= signal_->min && number <= signal_->max) { return true; }
    say_impossible(value, signal_->max >= limits::number_max && signal_->min == 0
                              ? "it is never negative, and at most 1e15"
                              : fmt::format("it lies between {} and {}", spell_number(signal_->min),
                                            spell_number(signal_->max)));
    return false;
}

void TestReader::add_number(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    const bool whole = signal_->type == SignalType::integer;
    const auto span = read_span(*text, whole ? read_whole : read_number);
    if (!span) {
        return report_.say(
            value, "not-a-number",
            fmt::format("{} is {}, not {}", signal_name(), noun_of(signal_->type), backticked(*text)),
            hint_for_range(*text, signal_->type, [&](std::string_view each) {
                return read_span(each, whole ? read_whole : read_number);
            }));
    }
    if (!check_number(value, span->from) || !check_number(value, span->to)) { return; }
    if (id_ == engine::signals::time_hour) { return append_wrapped(*span, 24, into.intervals); }
    if (span->from > span->to) {
        return report_.say(
            value, "backwards-range", fmt::format("the range {} runs backwards", backticked(*text)),
            fmt::format("did you mean `{}-{}`?", spell_number(span->to), spell_number(span->from)));
    }
    into.intervals.push_back({span->from, span->to});
}

void TestReader::read_bound(const Bound& bound, Node value) {
    const bool whole = signal_->type == SignalType::integer;
    const auto text = scalars_.text(value, fmt::format("`{}`", bound.name));
    if (!text) { return; }
    const auto number = whole ? read_whole(*text) : read_number(*text);
    if (!number) {
        return report_.say(
            value, "not-a-number",
            fmt::format("`{}` takes {}, not {}", bound.name, noun_of(signal_->type), backticked(*text)),
            "write it in digits, e.g. `10`");
    }
    if (!check_number(value, *number)) { return; }
    const double outwards = bound.lower ? infinity : -infinity;
    const double next = whole ? *number + (bound.lower ? 1 : -1) : std::nextafter(*number, outwards);
    const End end{*number, bound.strict ? next : *number};
    std::optional<End>& kept = bound.lower ? lowest_ : highest_;
    const bool tighter = !kept || (bound.lower ? end.inwards > kept->inwards : end.inwards < kept->inwards);
    if (tighter) { kept = end; }
}

void TestReader::finish_bounds(Node mapping) {
    if (!lowest_ && !highest_) { return; }
    const double low = lowest_ ? lowest_->inwards : -infinity;
    const double high = highest_ ? highest_->inwards : infinity;
    if (lowest_ && highest_ && lowest_->written > highest_->written) {
        const std::string wrapped =
            fmt::format("`{}-{}`", spell_number(lowest_->written), spell_number(highest_->written));
        return report_.say(
            mapping, "backwards-range",
            fmt::format("{} cannot be at least {} and at most {}", signal_name(),
                        spell_number(lowest_->written), spell_number(highest_->written)),
            id_ == engine::signals::time_hour ? "a range over midnight is written " + wrapped : "");
    }
    const auto add = [&](engine::Interval interval) {
        test_.operators.push_back(
            {.kind = Kind::within, .negated = false, .texts = {}, .intervals = {interval}});
    };
    if (low <= high) { return add({low, high}); }
    // Nothing lies strictly between: two operators that cannot both hold, so that no interval is empty.
    add({low, infinity});
    add({-infinity, high});
}

void TestReader::add_boolean(Node value, Operator& into) {
    const auto flag = scalars_.boolean(value, signal_name());
    if (!flag) { return; }
    const double number = *flag ? 1 : 0;
    into.intervals.push_back({number, number});
}

// ---- times

bool TestReader::clock_has_length(Node value, Span clock) {
    if (clock.from != clock.to) { return true; }
    report_.say(value, "empty-span",
                fmt::format("{} begins and ends at the same minute", backticked(value.text())),
                "a whole day is `00:00-24:00`");
    return false;
}

void TestReader::add_times(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    const auto clock = read_clock_span(*text);
    if (!clock) {
        return report_.say(value, "not-a-time", fmt::format("{} is no span of a day", backticked(*text)),
                           hint_for_range(*text, signal_->type, read_clock_span));
    }
    if (clock_has_length(value, *clock)) { append_clock(*clock, into.intervals); }
}

void TestReader::add_days(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    if (const auto days = read_days(*text)) { return append_wrapped(*days, days_per_week, into.intervals); }
    report_.say(value, "not-a-day", fmt::format("{} is no day of the week", backticked(*text)),
                hint_for_range(engine::folded(*text), signal_->type, read_days));
}

void TestReader::add_window(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    const auto week = read_week_span(*text);
    if (!week) {
        return report_.say(value, "not-a-time", fmt::format("{} is no window of the week", backticked(*text)),
                           hint_for_range(*text, signal_->type, read_week_span));
    }
    if (clock_has_length(value, week->clock)) { append_week(*week, into.intervals); }
}

}  // namespace passerby::rules
