// Moments and the one written form of them that rules, requests and the command line share.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace passerby::engine {

using Instant = std::chrono::sys_seconds;      // UTC, whole seconds
using LocalTime = std::chrono::local_seconds;  // a wall clock somewhere
using Offset = std::chrono::seconds;           // local minus UTC

inline constexpr Instant never_changes{std::chrono::seconds{253'402'300'799}};  // 9999-12-31T23:59:59Z
inline constexpr Instant beginning{std::chrono::seconds{-62'135'596'800}};      // 0001-01-01T00:00:00Z

// `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM[:SS][Z or ±HH:MM]`, years 0001 to 9999, as people write it.
struct WrittenTime {
    LocalTime local;               // as written; midnight where only a date was
    std::optional<Offset> offset;  // absent: the reader decides whose zone is meant
    bool date_only = false;
};

std::optional<WrittenTime> parse_time(std::string_view text);

// `2026-11-21T23:00:00Z`
std::string format_instant(Instant instant);
// The same, into exactly 20 bytes, without allocating. Instants outside years 0001–9999 are clamped.
inline constexpr std::size_t instant_bytes = 20;
void format_instant(Instant instant, char* out);

}  // namespace passerby::engine
