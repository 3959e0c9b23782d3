#include "tests/reference/clock.hpp"

#include <date/date.h>
#include <date/tz.h>

#include <algorithm>

namespace passerby::reference {

namespace {

// The library's clocks and the standard's count alike, from the same beginning.
date::sys_seconds theirs(Instant instant) {
    return date::sys_seconds{instant.time_since_epoch()};
}

WallClock on_the_wall(std::chrono::seconds local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const date::weekday weekday{date::local_days{date::days{day.count()}}};
    return {static_cast<int>(weekday.iso_encoding()) - 1,
            static_cast<int>(std::chrono::floor<std::chrono::minutes>(local - day).count())};
}

bool all_digits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Fits `text` to a pattern of `#` for a digit and itself for anything else.
bool looks_like(std::string_view text, std::string_view pattern) {
    return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char c, char wanted) {
        return wanted == '#' ? all_digits(std::string_view(&c, 1)) : c == wanted;
    });
}

int number(std::string_view text, std::size_t at, std::size_t digits) {
    return std::stoi(std::string(text.substr(at, digits)));
}

std::optional<std::chrono::minutes> read_offset(std::string_view text) {
    if (text == "Z") { return std::chrono::minutes{0}; }
    if (!looks_like(text, "+##:##") && !looks_like(text, "-##:##")) { return std::nullopt; }
    const std::chrono::minutes size{number(text, 1, 2) * 60 + number(text, 4, 2)};
    return text[0] == '-' ? -size : size;
}

}  // namespace

WallClock wall_clock(Instant now, std::chrono::minutes offset) {
    return on_the_wall(now.time_since_epoch() + offset);
}

WallClock wall_clock(Instant now, const std::string& zone) {
    const auto local = date::locate_zone(zone)->to_local(theirs(now));
    return on_the_wall(local.time_since_epoch());
}

std::optional<Written> read_time(std::string_view text) {
    if (text.size() < 10 || !looks_like(text.substr(0, 10), "####-##-##")) { return std::nullopt; }
    const date::year_month_day day{date::year{number(text, 0, 4)},
                                   date::month{static_cast<unsigned>(number(text, 5, 2))},
                                   date::day{static_cast<unsigned>(number(text, 8, 2))}};
    if (!day.ok() || number(text, 0, 4) == 0) { return std::nullopt; }
    Written written{std::chrono::local_seconds{date::local_days{day}.time_since_epoch()}, {}, true};
    text.remove_prefix(10);
    if (text.empty()) { return written; }

    const bool with_seconds = text.size() >= 9 && looks_like(text.substr(0, 9), "T##:##:##");
    if (!with_seconds && (text.size() < 6 || !looks_like(text.substr(0, 6), "T##:##"))) {
        return std::nullopt;
    }
    const int hour = number(text, 1, 2), minute = number(text, 4, 2);
    const int second = with_seconds ? number(text, 7, 2) : 0;
    if (hour > 23 || minute > 59 || second > 59) { return std::nullopt; }
    written.local += std::chrono::hours{hour} + std::chrono::minutes{minute} + std::chrono::seconds{second};
    written.date_only = false;
    text.remove_prefix(with_seconds ? 9 : 6);
    if (!text.empty() && !(written.offset = read_offset(text))) { return std::nullopt; }
    return written;
}

Instant first_instant(std::chrono::local_seconds local, const std::string& zone) {
    const auto info = date::locate_zone(zone)->get_info(date::local_seconds{local.time_since_epoch()});
    if (info.result == date::local_info::nonexistent) {
        return Instant{info.second.begin.time_since_epoch()};  // the moment of the skip
    }
    return Instant{local.time_since_epoch() - info.first.offset};  // of two, the first round
}

}  // namespace passerby::reference
