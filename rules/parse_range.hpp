// The forms of values that span something: `18-23`, `09:00-17:30`, `mon-fri`, `fri-sat 22:00-02:00`.
//
// Forms only: whether a signal can have these values, and whether a range may wrap, is the caller's question.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::rules {

inline constexpr double minutes_per_day = 1440;
inline constexpr double days_per_week = 7;
inline constexpr double minutes_per_week = days_per_week * minutes_per_day;

// Ends as written, both included; a single value has equal ends.
struct Span {
    double from = 0, to = 0;
};

using NumberForm = std::optional<double> (*)(std::string_view);  // read_whole or read_number

// `5`, `-5` or `5-9`; the ends of a range have no sign.
std::optional<Span> read_span(std::string_view text, NumberForm form);
// `mon` or `mon-fri`, in any case; mon is 0.
std::optional<Span> read_days(std::string_view text);
std::optional<double> read_day(std::string_view text);
// `09:00-17:30` in minutes of the day; only the end may be `24:00`.
std::optional<Span> read_clock_span(std::string_view text);
// `DAYS HH:MM-HH:MM`
struct WeekSpan {
    Span days, clock;
};
std::optional<WeekSpan> read_week_span(std::string_view text);

// The text as the forms above want it where it is nearly so: no blanks or long dashes in ranges, hours of two
// digits, days of three letters.
std::string mended_range(std::string_view text);

// Closed intervals of whole numbers in [0, turn): one, or two where `to` lies before `from`.
void append_wrapped(Span span, double turn, std::vector<engine::Interval>& out);
// From the first minute up to, not including, the second. The ends differ.
void append_clock(Span clock, std::vector<engine::Interval>& out);
// A window that crosses midnight belongs to the day it starts on.
void append_week(WeekSpan week, std::vector<engine::Interval>& out);

}  // namespace passerby::rules
