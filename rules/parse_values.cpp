#include "rules/parse_values.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/casefold.hpp"
#include "engine/limits.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_range.hpp"
#include "rules/value_hints.hpp"

namespace passerby::rules {

namespace limits = engine::limits;
using engine::Operator;
using engine::SignalType;

namespace {

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

void ValueReader::start(engine::SignalId id) {
    id_ = id;
    signal_ = &reading_.vocabulary[id];
}

void ValueReader::add(Node value, Operator& into) {
    using AddValue = void (ValueReader::*)(Node, Operator&);
    static constexpr AddValue adders[] = {
        &ValueReader::add_text,   &ValueReader::add_text,    &ValueReader::add_number,
        &ValueReader::add_number, &ValueReader::add_boolean, &ValueReader::add_times,
        &ValueReader::add_days,   &ValueReader::add_window,
    };
    const auto add = adders[static_cast<std::size_t>(signal_->type)];  // on its own, for GCC 12 under UBSan
    (this->*add)(value, into);
}

void ValueReader::say_impossible(Node value, std::string hint) {
    report_.say(value, "impossible-value",
                fmt::format("{} can never be {}", signal_name(), backticked(value.text())), std::move(hint));
}

std::optional<std::string_view> ValueReader::text_of(Node value) {
    if (value.is_scalar() && !is_blank(value)) { return value.text(); }
    return scalars_.text(value, fmt::format("a value of {}", signal_name()));
}

// ---- strings and sets

void ValueReader::add_text(Node value, Operator& into) {
    if (!text_of(value)) { return; }
    const bool whole = into.kind == Kind::any_of || into.kind == Kind::all_of;
    if (whole ? check_whole_text(value) : check_part_of_text(value, into.kind)) {
        into.texts.emplace_back(value.text());
    }
}

bool ValueReader::check_length(Node value) {
    const std::size_t bytes_max = signal_->minds_case() ? limits::path_bytes_max : limits::string_bytes_max;
    if (value.text().size() <= bytes_max) { return true; }
    say_impossible(value, fmt::format("it has at most {} bytes", bytes_max));
    return false;
}

bool ValueReader::check_whole_text(Node value) {
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

bool ValueReader::check_part_of_text(Node value, Kind kind) {
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

bool ValueReader::check_number(Node value, double number) {
    if (number >= signal_->min && number <= signal_->max) { return true; }
    say_impossible(value, signal_->max >= limits::number_max && signal_->min == 0
                              ? "it is never negative, and at most 1e15"
                              : fmt::format("it lies between {} and {}", spell_number(signal_->min),
                                            spell_number(signal_->max)));
    return false;
}

void ValueReader::add_number(Node value, Operator& into) {
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

void ValueReader::add_boolean(Node value, Operator& into) {
    const auto flag = scalars_.boolean(value, signal_name());
    if (!flag) { return; }
    const double number = *flag ? 1 : 0;
    into.intervals.push_back({number, number});
}

// ---- times

bool ValueReader::clock_has_length(Node value, Span clock) {
    if (clock.from != clock.to) { return true; }
    report_.say(value, "empty-span",
                fmt::format("{} begins and ends at the same minute", backticked(value.text())),
                "a whole day is `00:00-24:00`");
    return false;
}

void ValueReader::add_times(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    const auto clock = read_clock_span(*text);
    if (!clock) {
        return report_.say(value, "not-a-time", fmt::format("{} is no span of a day", backticked(*text)),
                           hint_for_range(*text, signal_->type, read_clock_span));
    }
    if (clock_has_length(value, *clock)) { append_clock(*clock, into.intervals); }
}

void ValueReader::add_days(Node value, Operator& into) {
    const auto text = text_of(value);
    if (!text) { return; }
    if (const auto days = read_days(*text)) { return append_wrapped(*days, days_per_week, into.intervals); }
    report_.say(value, "not-a-day", fmt::format("{} is no day of the week", backticked(*text)),
                hint_for_range(engine::folded(*text), signal_->type, read_days));
}

void ValueReader::add_window(Node value, Operator& into) {
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
