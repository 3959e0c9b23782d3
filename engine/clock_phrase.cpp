#include "engine/clock_phrase.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <optional>
#include <vector>

#include "engine/wording.hpp"

namespace passerby::engine {

namespace {

constexpr int hour = 60, day = 24 * hour, week = 7 * day;

// A stretch of the clock in minutes; it may run past midnight.
struct Stretch {
    int start = 0;   // 0 … day − 1
    int length = 0;  // from 1
    friend bool operator==(const Stretch&, const Stretch&) = default;
};

// What people call a part of the day, if it begins and ends about there.
struct DayPart {
    std::string_view name;
    int start_min, start_max, end_min, end_max, length_min;
};
constexpr DayPart day_parts[] = {
    {"morning", 5 * hour, 9 * hour, 10 * hour, 12 * hour, 3 * hour},
    {"afternoon", 12 * hour, 14 * hour, 16 * hour, 18 * hour, 4 * hour},
    {"evening", 17 * hour, 20 * hour, 21 * hour, 24 * hour, 3 * hour},
    {"night", 20 * hour, 25 * hour, 26 * hour, 31 * hour, 4 * hour},
};

std::optional<std::string_view> name_of_part(Stretch stretch) {
    for (const DayPart& part : day_parts) {
        if (stretch.length < part.length_min) { continue; }
        for (int start : {stretch.start, stretch.start + day}) {
            const int end = start + stretch.length;
            if (start >= part.start_min && start <= part.start_max && end >= part.end_min &&
                end <= part.end_max) {
                return part.name;
            }
        }
    }
    return std::nullopt;
}

std::string clock_text(int minute) {
    char text[16];
    std::snprintf(text, sizeof text, "%02d:%02d", minute / hour % 24, minute % hour);
    return text;
}

std::string first_minute(Stretch stretch) {
    return clock_text(stretch.start);
}

std::string last_minute(Stretch stretch) {
    return clock_text(stretch.start + stretch.length - 1);
}

// Completes "it is".
std::string time_text(Stretch stretch) {
    if (stretch.length >= day) { return "any time of the day"; }
    if (const auto part = name_of_part(stretch)) { return std::string(*part); }
    if (stretch.length == 1) { return first_minute(stretch); }
    return "between " + first_minute(stretch) + " and " + last_minute(stretch);
}

// Of intervals on a circle: the last and the first are one if they meet where it closes.
std::vector<Interval> closed_circle(std::vector<Interval> apart, double around) {
    if (apart.size() > 1 && apart.front().min == 0 && apart.back().max == around - 1) {
        apart.back().max += apart.front().max + 1;
        apart.erase(apart.begin());
    }
    return apart;
}

// `{min: 20}` leaves open what the clock itself ends.
std::vector<Interval> within_a_day(std::span<const Interval> intervals, const Signal& signal) {
    std::vector<Interval> within;
    for (const Interval& interval : united(intervals, signal)) {
        const Interval cut{std::max(interval.min, signal.min), std::min(interval.max, signal.max)};
        if (cut.min <= cut.max) { within.push_back(cut); }
    }
    return within;
}

std::string time_of_day_phrase(const Signal& signal, std::span<const Interval> intervals) {
    const int unit = signal.type == SignalType::time_of_day ? 1 : hour;
    std::vector<std::string> parts;
    for (const Interval& interval : closed_circle(within_a_day(intervals, signal), signal.max + 1)) {
        const double length = interval.max - interval.min + 1;
        parts.push_back(time_text({static_cast<int>(interval.min) * unit, static_cast<int>(length) * unit}));
    }
    if (parts.empty()) { return "it is no time of the day"; }  // `{above: 23}`
    return "it is " + joined(parts, "or", "{} other times of the day");
}

using Days = std::array<bool, 7>;  // from Monday

constexpr std::array<std::string_view, 7> day_names = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                       "Friday", "Saturday", "Sunday"};
constexpr Days every_day = {true, true, true, true, true, true, true};
constexpr Days working_days = {true, true, true, true, true, false, false};
constexpr Days weekend = {false, false, false, false, false, true, true};

// Days that follow each other, Sunday being followed by Monday.
struct Run {
    std::size_t first, count;
};

std::vector<Run> runs_of(const Days& days) {
    std::vector<Run> runs;
    for (std::size_t first = 0; first < 7; ++first) {
        if (!days[first] || days[(first + 6) % 7]) { continue; }
        std::size_t count = 1;
        while (days[(first + count) % 7]) { ++count; }
        runs.push_back({first, count});
    }
    return runs;
}

// Completes "it is" and "on": a Friday, a day from Friday to Monday, …
std::string days_text(const Days& days) {
    if (days == every_day) { return "any day of the week"; }
    if (days == working_days) { return "a weekday"; }
    if (days == weekend) { return "the weekend"; }
    std::vector<std::string> parts;
    for (const Run& run : runs_of(days)) {
        const auto name = [&run](std::size_t i) { return std::string(day_names[(run.first + i) % 7]); };
        if (run.count > 2) {
            parts.push_back("a day from " + name(0) + " to " + name(run.count - 1));
        } else {
            for (std::size_t i = 0; i < run.count; ++i) { parts.push_back(name(i)); }
        }
    }
    return joined(parts, "or", "{} other days");
}

std::string weekday_phrase(std::span<const Interval> intervals) {
    Days days{};
    for (const Interval& interval : intervals) {
        for (int i = std::max(0, static_cast<int>(interval.min)); i < 7 && i <= interval.max; ++i) {
            days[static_cast<std::size_t>(i)] = true;
        }
    }
    return "it is " + days_text(days);
}

// One stretch of the clock and the days that it begins on.
struct DailyStretch {
    Stretch stretch;
    Days days{};
};

std::string daily_text(const DailyStretch& daily) {
    if (daily.stretch.length >= day) { return days_text(daily.days); }
    if (daily.days == every_day) { return time_text(daily.stretch); }
    const std::string days = days_text(daily.days);
    if (const auto part = name_of_part(daily.stretch)) {
        if (daily.days == weekend) { return "a weekend " + std::string(*part); }
        if (days.find(" from ") != days.npos) { return std::string(*part) + " on " + days; }
        return days + " " + std::string(*part);
    }
    if (daily.stretch.start + daily.stretch.length > day) {
        return "between " + first_minute(daily.stretch) + " on " + days + " and " +
               last_minute(daily.stretch) + " the next day";
    }
    return time_text(daily.stretch) + " on " + days;
}

// Longer than a day, and not whole days.
std::string long_text(int start, int end) {
    const auto moment = [](int minute) {
        return std::string(day_names[static_cast<std::size_t>(minute / day % 7)]) + " " + clock_text(minute);
    };
    return "between " + moment(start) + " and " + moment(end);
}

// A window over midnight from Sunday to Monday comes in two pieces.
std::vector<Interval> whole_windows(std::span<const Interval> intervals) {
    std::vector<Interval> windows(intervals.begin(), intervals.end());
    const auto last = std::find_if(windows.begin(), windows.end(),
                                   [](const Interval& window) { return window.max == week - 1; });
    const auto first =
        std::find_if(windows.begin(), windows.end(), [](const Interval& window) { return window.min == 0; });
    if (last != windows.end() && first != windows.end() && last != first &&
        week - last->min + first->max + 1 < day) {
        last->max += first->max + 1;
        windows.erase(first);
    }
    return windows;
}

std::string window_phrase(std::span<const Interval> intervals) {
    std::vector<DailyStretch> dailies;
    std::vector<std::string> parts;
    const auto add = [&dailies](Stretch stretch, int on) {
        auto same = std::find_if(dailies.begin(), dailies.end(),
                                 [&](const DailyStretch& daily) { return daily.stretch == stretch; });
        if (same == dailies.end()) { same = dailies.insert(same, DailyStretch{stretch, {}}); }
        same->days[static_cast<std::size_t>(on % 7)] = true;
    };
    for (const Interval& window : whole_windows(intervals)) {
        const int start = static_cast<int>(window.min),
                  length = static_cast<int>(window.max - window.min) + 1;
        if (length < day) {
            add({start % day, length}, start / day);
        } else if (start % day == 0 && length % day == 0) {
            for (int i = 0; i < length / day; ++i) { add({0, day}, start / day + i); }
        } else {
            parts.push_back(long_text(start, start + length - 1));
        }
    }
    for (const DailyStretch& daily : dailies) { parts.push_back(daily_text(daily)); }
    return "it is " + joined(parts, "or", "{} other times of the week");
}

}  // namespace

std::string clock_phrase(const Signal& signal, std::span<const Interval> intervals) {
    switch (signal.type) {
        case SignalType::weekday: return weekday_phrase(intervals);
        case SignalType::window: return window_phrase(intervals);
        default: return time_of_day_phrase(signal, intervals);
    }
}

}  // namespace passerby::engine
