#include "engine/wording.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "engine/limits.hpp"
#include "engine/text.hpp"

namespace passerby::engine {

namespace {

constexpr std::size_t spoken_max = 60;  // code points; the longest place names have about so many

// The nearest number of 15 digits: all that an author writes survives it, and the number next to an
// excluded bound comes out as the bound itself.
double as_written(double number) {
    if (number == std::nextafter(0, 1) || number == std::nextafter(0, -1)) { return 0; }
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.15g", number);
    return std::strtod(digits, nullptr);
}

std::string digits_of(double number) {
    char digits[40];
    const bool whole = std::trunc(number) == number && std::abs(number) < 1e16;
    std::snprintf(digits, sizeof digits, whole ? "%.0f" : "%.15g", number);
    return digits;
}

std::string amount(const Interval& interval, const Signal& signal) {
    const double min = as_written(interval.min), max = as_written(interval.max);
    const std::string least = digits_of(min), most = digits_of(max);
    const bool above = min<interval.min, below = max> interval.max;  // the bound itself is left out
    const bool no_most = interval.max >= signal.max;
    const bool no_least = interval.min <= signal.min && !no_most;
    if (no_most && interval.min <= signal.min) {
        return signal.min > -limits::number_max ? digits_of(signal.min) + " or more" : "any number";
    }
    if (no_most) { return above ? "more than " + least : least + " or more"; }
    if (no_least && interval.max > signal.min) { return (below ? "less than " : "at most ") + most; }
    if (interval.min == interval.max) { return least; }
    if (!above && !below) { return least + " to " + most; }
    return (above ? "more than " : "at least ") + least + (below ? " and less than " : " and at most ") +
           most;
}

bool is_one(std::string_view amount) {
    return amount == "1" || amount.ends_with(" 1");
}

}  // namespace

std::string filled(std::string_view frame, std::string_view with) {
    std::string sentence(frame);
    const std::size_t gap = sentence.find("{}");
    return gap == std::string::npos ? sentence : sentence.replace(gap, 2, with);
}

std::string joined(std::span<const std::string> parts, std::size_t total, std::string_view conjunction,
                   std::string_view others) {
    const std::size_t told = told_of(total);
    const bool many = told < total;
    std::string list;
    for (std::size_t i = 0; i < told; ++i) {
        if (i > 0) { list += many || i + 1 < told ? ", " : filled(" {} ", conjunction); }
        list += parts[i];
    }
    if (!many) { return list; }
    return list + filled(" {} ", conjunction) + filled(others, std::to_string(total - told));
}

std::string spoken(std::string_view text) {
    std::string words;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (std::size_t count = 0; at != end; ++count) {
        if (count == spoken_max) { return words + "…"; }
        const char32_t c = next_code_point(at, end);
        append_code_point(c < 0x20 || c == 0x7F ? U' ' : c, words);
    }
    return words;
}

std::vector<Interval> united(std::span<const Interval> intervals, const Signal& signal) {
    std::vector<Interval> ascending(intervals.begin(), intervals.end());
    std::sort(ascending.begin(), ascending.end(),
              [](const Interval& a, const Interval& b) { return a.min < b.min; });
    std::vector<Interval> apart;
    for (const Interval& next : ascending) {
        const double reach = signal.is_whole() ? 1 : 0;
        if (!apart.empty() && next.min <= apart.back().max + reach) {
            apart.back().max = std::max(apart.back().max, next.max);
        } else {
            apart.push_back(next);
        }
    }
    return apart;
}

std::string amounts(std::span<const Interval> intervals, const Signal& signal, Noun noun) {
    std::vector<Interval> apart = united(intervals, signal);
    // Too many to tell: that it lies between the outermost is true as well.
    if (apart.size() > told_max) { apart = {{apart.front().min, apart.back().max}}; }
    std::vector<std::string> parts;
    for (const Interval& interval : apart) { parts.push_back(amount(interval, signal)); }
    const std::string list = joined(parts, "or", "{} other amounts");
    if (noun.one.empty()) { return list; }
    return list + " " + std::string(is_one(list) ? noun.one : noun.many);
}

}  // namespace passerby::engine
