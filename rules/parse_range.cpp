#include "rules/parse_range.hpp"

#include <array>

#include "rules/parse_scalar.hpp"

namespace passerby::rules {

namespace {

constexpr std::array<std::string_view, 7> day_names = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

bool same_word(std::string_view text, std::string_view word) {
    if (text.size() != word.size()) { return false; }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] - 'A' + 'a') : text[i];
        if (c != word[i]) { return false; }
    }
    return true;
}

// Two digits, or nothing.
std::optional<double> read_two_digits(std::string_view text) {
    if (text.size() != 2) { return std::nullopt; }
    const int tens = text[0] - '0';
    const int ones = text[1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) { return std::nullopt; }
    return tens * 10 + ones;
}

// `HH:MM` from 00:00 to 24:00, in minutes.
std::optional<double> read_clock(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') { return std::nullopt; }
    const auto hours = read_two_digits(text.substr(0, 2));
    const auto minutes = read_two_digits(text.substr(3));
    if (!hours || !minutes || *minutes > 59) { return std::nullopt; }
    const double clock = *hours * 60 + *minutes;
    return clock <= minutes_per_day ? std::optional(clock) : std::nullopt;
}

double clock_length(Span clock) {
    return clock.to - clock.from + (clock.to < clock.from ? minutes_per_day : 0);
}

}  // namespace

std::optional<Span> read_span(std::string_view text, NumberForm form) {
    if (const auto single = form(text)) { return Span{*single, *single}; }
    const std::size_t dash = form == read_whole ? text.find('-') : number_length(text);
    if (dash == 0 || dash >= text.size() || text[dash] != '-') { return std::nullopt; }
    const std::string_view end = text.substr(dash + 1);
    const auto from = form(text.substr(0, dash));
    const auto to = end.starts_with('-') ? std::nullopt : form(end);
    if (!from || !to) { return std::nullopt; }
    return Span{*from, *to};
}

std::optional<double> read_day(std::string_view text) {
    for (std::size_t day = 0; day < day_names.size(); ++day) {
        if (same_word(text, day_names[day])) { return static_cast<double>(day); }
    }
    return std::nullopt;
}

std::optional<Span> read_days(std::string_view text) {
    const std::size_t dash = text.find('-');
    const auto from = read_day(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : read_day(text.substr(dash + 1));
    if (!from || !to) { return std::nullopt; }
    return Span{*from, *to};
}

std::optional<Span> read_clock_span(std::string_view text) {
    if (text.size() != 11 || text[5] != '-') { return std::nullopt; }
    const auto from = read_clock(text.substr(0, 5));
    const auto to = read_clock(text.substr(6));
    if (!from || !to || *from == minutes_per_day) { return std::nullopt; }
    return Span{*from, *to};
}

std::optional<WeekSpan> read_week_span(std::string_view text) {
    const std::size_t space = text.find(' ');
    const std::size_t clock_at = text.find_first_not_of(' ', space);
    if (clock_at == std::string_view::npos) { return std::nullopt; }
    const auto days = read_days(text.substr(0, space));
    const auto clock = read_clock_span(text.substr(clock_at));
    if (!days || !clock) { return std::nullopt; }
    return WeekSpan{*days, *clock};
}

std::string mended_range(std::string_view text) {
    std::string out;
    const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
    std::size_t letters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::string_view rest = text.substr(i);
        if (rest.starts_with("–") || rest.starts_with("—")) {
            while (out.ends_with(' ')) { out.pop_back(); }
            out += '-';
            i += 2;
        } else if (text[i] == '-') {
            while (out.ends_with(' ')) { out.pop_back(); }
            out += '-';
        } else if (text[i] != ' ' || !(out.empty() || out.ends_with('-'))) {
            letters = is_letter(text[i]) ? letters + 1 : 0;
            const bool lone_digit = (out.empty() || out.ends_with('-') || out.ends_with(' ')) &&
                                    rest.size() > 1 && text[i] >= '0' && text[i] <= '9' && rest[1] == ':';
            if (lone_digit) { out += '0'; }
            if (letters <= 3) { out += text[i]; }
        }
    }
    return out;
}

void append_wrapped(Span span, double turn, std::vector<engine::Interval>& out) {
    if (span.from <= span.to) { return out.push_back({span.from, span.to}); }
    out.push_back({span.from, turn - 1});
    if (span.to >= 0) { out.push_back({0, span.to}); }
}

void append_clock(Span clock, std::vector<engine::Interval>& out) {
    append_wrapped({clock.from, clock.to - 1}, minutes_per_day, out);
}

void append_week(WeekSpan week, std::vector<engine::Interval>& out) {
    const double length = clock_length(week.clock);
    const double days = week.days.to - week.days.from + (week.days.to < week.days.from ? days_per_week : 0);
    for (double i = 0; i <= days; ++i) {
        const double day =
            week.days.from + i < days_per_week ? week.days.from + i : week.days.from + i - days_per_week;
        const double begin = day * minutes_per_day + week.clock.from;
        const double last = begin + length - 1;
        append_wrapped({begin, last < minutes_per_week ? last : last - minutes_per_week}, minutes_per_week,
                       out);
    }
}

}  // namespace passerby::rules
