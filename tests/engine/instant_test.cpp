// The written form of moments: what is one, what is not, and that it survives being written.
#include "engine/instant.hpp"

#include <gtest/gtest.h>

namespace passerby::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::local_days;
using std::chrono::sys_days;

TEST(Instant, ReadsDatesAndDateTimes) {
    struct {
        const char* text;
        LocalTime local;
        std::optional<Offset> offset;
        bool date_only;
    } const cases[] = {
        {"2026-11-21", local_days{2026y / 11 / 21}, std::nullopt, true},
        {"2024-02-29", local_days{2024y / 2 / 29}, std::nullopt, true},
        {"2000-02-29", local_days{2000y / 2 / 29}, std::nullopt, true},
        {"0001-01-01", local_days{1y / 1 / 1}, std::nullopt, true},
        {"9999-12-31", local_days{9999y / 12 / 31}, std::nullopt, true},
        {"2026-11-21T20:15", local_days{2026y / 11 / 21} + 20h + 15min, std::nullopt, false},
        {"2026-11-21T20:15:59", local_days{2026y / 11 / 21} + 20h + 15min + 59s, std::nullopt, false},
        {"2026-11-21T00:00Z", local_days{2026y / 11 / 21}, 0s, false},
        {"2026-11-21T23:59:59Z", local_days{2026y / 11 / 21} + 23h + 59min + 59s, 0s, false},
        {"2026-11-21T20:15+01:00", local_days{2026y / 11 / 21} + 20h + 15min, 1h, false},
        {"2026-11-21T20:15:30-03:30", local_days{2026y / 11 / 21} + 20h + 15min + 30s, -(3h + 30min), false},
        {"2026-11-21T20:15-00:30", local_days{2026y / 11 / 21} + 20h + 15min, -30min, false},
        {"2026-11-21T20:15+23:59", local_days{2026y / 11 / 21} + 20h + 15min, 23h + 59min, false},
    };
    for (const auto& row : cases) {
        const auto time = parse_time(row.text);
        ASSERT_TRUE(time) << row.text;
        EXPECT_EQ(time->local, row.local) << row.text;
        EXPECT_EQ(time->offset, row.offset) << row.text;
        EXPECT_EQ(time->date_only, row.date_only) << row.text;
    }
}

TEST(Instant, RefusesEverythingElse) {
    const char* const texts[] = {
        "",
        " ",
        "2026",
        "2026-11",
        "2026-11-",
        "2026-11-2",
        "2026-1-1",
        "2026-01-1",
        "26-11-21",
        "02026-11-21",
        "2026-00-10",
        "2026-13-01",
        "2026-11-00",
        "2026-11-31",
        "2026-02-30",
        "2026-02-29",
        "1900-02-29",
        "2100-02-29",
        "0000-01-01",
        "-001-01-01",
        "+2026-11-21",
        "2026/11/21",
        "2026-11-21 ",
        " 2026-11-21",
        "2026-11-21T",
        "2026-11-21T2",
        "2026-11-21T20",
        "2026-11-21T20:",
        "2026-11-21T20:1",
        "2026-11-21T20:15:",
        "2026-11-21T20:15:5",
        "2026-11-21T24:00",
        "2026-11-21T20:60",
        "2026-11-21T20:15:60",
        "2026-11-21T8:15",
        "2026-11-21 20:15",
        "2026-11-21t20:15",
        "2026-11-21T20:15z",
        "2026-11-21T20:15ZZ",
        "2026-11-21Z",
        "2026-11-21+01:00",
        "2026-11-21T20:15+1:00",
        "2026-11-21T20:15+0100",
        "2026-11-21T20:15+01",
        "2026-11-21T20:15+01:0",
        "2026-11-21T20:15+24:00",
        "2026-11-21T20:15+01:60",
        "2026-11-21T20:15:30.5",
        "2026-11-21T20:15 ",
        "2026-11-21T20:15+01:00x",
        "2026-11-21x",
        "2026-1１-21",
        "٢٠٢٦-11-21",
        "yesterday",
        "2026-11--1",
        "2026--1-21",
        "2026-11-21T-1:15",
        "2026-11-21T20:+5",
        "99999-01-01",
    };
    for (const char* text : texts) { EXPECT_FALSE(parse_time(text)) << text; }
    EXPECT_FALSE(parse_time(std::string_view("2026-11-21\0", 11)));
    EXPECT_FALSE(parse_time(std::string_view("2026-02-30\0", 11)));
    EXPECT_FALSE(parse_time(std::string_view("2026-02-30\0T10:00", 17)));
}

TEST(Instant, IsWrittenInUtc) {
    EXPECT_EQ(format_instant(Instant{}), "1970-01-01T00:00:00Z");
    EXPECT_EQ(format_instant(sys_days{2026y / 11 / 21} + 23h + 5min + 9s), "2026-11-21T23:05:09Z");
    EXPECT_EQ(format_instant(Instant{-1s}), "1969-12-31T23:59:59Z");
    EXPECT_EQ(format_instant(never_changes), "9999-12-31T23:59:59Z");
    EXPECT_EQ(format_instant(beginning), "0001-01-01T00:00:00Z");
    EXPECT_EQ(format_instant(Instant::max()), "9999-12-31T23:59:59Z");
    EXPECT_EQ(format_instant(Instant::min()), "0001-01-01T00:00:00Z");
}

TEST(Instant, WritesExactlyItsBytes) {
    std::string text(instant_bytes + 2, '#');  // one byte of guard on each side
    format_instant(never_changes, text.data() + 1);
    EXPECT_EQ(text, "#9999-12-31T23:59:59Z#");
}

TEST(Instant, SurvivesBeingWritten) {
    for (Instant instant = beginning; instant < never_changes; instant += 977 * days{1} + 7h + 13min + 29s) {
        const auto time = parse_time(format_instant(instant));
        ASSERT_TRUE(time && time->offset == 0s) << format_instant(instant);
        EXPECT_EQ(time->local.time_since_epoch(), instant.time_since_epoch());
    }
}

}  // namespace
}  // namespace passerby::engine
