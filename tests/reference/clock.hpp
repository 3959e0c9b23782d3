// Wall clocks, through Howard Hinnant's date library and the system's zone database. The product keeps its
// own table of changes instead; here each question goes to the library.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace passerby::reference {

using Instant = std::chrono::sys_seconds;

// The minute that a clock on the wall shows.
struct WallClock {
    int weekday;  // monday is 0
    int minute;   // of the day
};

WallClock wall_clock(Instant now, std::chrono::minutes offset);
WallClock wall_clock(Instant now, const std::string& zone);

// `from` and `until` of a rule, and `at` of a consent. A date without a time is its midnight.
struct Written {
    std::chrono::local_seconds local;
    std::optional<std::chrono::minutes> offset;
    bool date_only;
};
std::optional<Written> read_time(std::string_view text);

// The first instant at which the zone's wall clock reads `local` or later.
Instant first_instant(std::chrono::local_seconds local, const std::string& zone);

}  // namespace passerby::reference
