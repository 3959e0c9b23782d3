// When time may change an answer: never later than it does.
#include "engine/boundary_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "engine/compiled_rules.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

const Instant monday{days{20'052}};

TEST(Boundaries, the_test_s_monday_is_one) {
    EXPECT_EQ(std::chrono::weekday{std::chrono::sys_days{days{20'052}}}.iso_encoding(), 1u);
}

Instant until(Condition when, Instant now, std::optional<Offset> offset = std::nullopt) {
    SetBuilder builder;
    builder.rule("r", std::move(when), {{"a", 1}});
    Visit visit(builder.compile());
    visit.now = now;
    visit.utc_offset = offset;
    return visit.decide().valid_until.value();
}

TEST(Boundaries, hours_turn_on_the_hour) {
    const Instant day{days{20'052}};
    EXPECT_EQ(until(within(signals::time_hour, 18, 23), day + hours{12}), day + hours{18});
    EXPECT_EQ(until(within(signals::time_hour, 18, 23), day + hours{18}), day + hours{24});
    EXPECT_EQ(until(within(signals::time_hour, 18, 23), day + hours{12}, Offset{hours{2}}), day + hours{16});
}

TEST(Boundaries, weekdays_and_windows_turn_within_the_week) {
    const Instant start{days{20'052}};  // a monday
    EXPECT_EQ(until(within(signals::time_weekday, 5, 6), start + hours{1}), start + days{5});
    EXPECT_EQ(until(within(signals::time_weekday, 5, 6), start + days{5}), start + days{7});
    EXPECT_EQ(until(within(signals::time_window, 390, 569), start), start + minutes{390});
    EXPECT_EQ(until(within(signals::time_window, 390, 569), start + minutes{570}),
              start + days{7} + minutes{390});
}

TEST(Boundaries, a_clock_change_counts) {
    SetBuilder builder;
    builder.rule("r", within(signals::time_hour, 5, 6), {{"a", 1}});
    const Instant change = Instant{days{20'052}} + hours{1};
    builder.set().zone = Zone("Test/Zone", hours{1}, {{change, hours{2}}});
    Visit visit(builder.compile());
    visit.now = Instant{days{20'052}};
    EXPECT_EQ(visit.decide().valid_until, change);
    visit.now = change;
    EXPECT_EQ(visit.decide().valid_until, Instant{days{20'052}} + hours{3});
}

TEST(Boundaries, what_reads_no_time_never_changes) {
    EXPECT_EQ(until(is(signals::page_section, {"sport"}), monday), never_changes);
}

// One interval of one time signal, on one clock.
struct TimeTest {
    SignalId signal;
    double min, max;
    Clock clock;

    bool holds(LocalTime local) const {
        const auto day = std::chrono::floor<days>(local);
        const auto minute = std::chrono::floor<minutes>(local - day).count();
        const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
        const auto value = [&] {
            switch (signal) {
                case signals::time_hour: return static_cast<double>(minute / 60);
                case signals::time_of_day: return static_cast<double>(minute);
                case signals::time_weekday: return static_cast<double>(weekday);
                default: return static_cast<double>(weekday * 1440 + static_cast<unsigned>(minute));
            }
        }();
        return min <= value && value <= max;
    }
};

// Draws from a few tests to many; never one that always holds, which has edges but no change.
std::vector<TimeTest> draw_tests(Chance& chance) {
    struct Kind {
        SignalId signal;
        double values;
    };
    constexpr Kind kinds[] = {{signals::time_hour, 24},
                              {signals::time_of_day, 1'440},
                              {signals::time_weekday, 7},
                              {signals::time_window, 10'080}};
    const auto below = [&](double values) { return std::floor(chance.share() * values); };
    std::vector<TimeTest> tests;
    for (double left = below(6); left >= 0; --left) {
        const Kind& kind = kinds[static_cast<std::size_t>(below(4))];
        const double min = below(kind.values - 1);
        const double max = min + below(kind.values - 1 - min);
        tests.push_back({kind.signal, min, max, below(2) == 0 ? Clock::visitor : Clock::site});
    }
    return tests;
}

// The oracle, minute by minute: where one of the tests turns, or a clock that one of them reads is shifted.
std::vector<Instant> changes_within(const std::vector<TimeTest>& tests, Instant begin, Instant end,
                                    const Zone& zone, std::optional<Offset> visitor_offset) {
    const auto offset_of = [&](const TimeTest& test, Instant at) {
        return test.clock == Clock::visitor && visitor_offset ? *visitor_offset : zone.offset_at(at);
    };
    std::vector<Instant> changes;
    for (Instant at = begin; at < end; at += minutes{1}) {
        const Instant before = at - minutes{1};
        for (const TimeTest& test : tests) {
            const Offset offset = offset_of(test, at), offset_before = offset_of(test, before);
            const bool turned = test.holds(LocalTime{(at + offset).time_since_epoch()}) !=
                                test.holds(LocalTime{(before + offset_before).time_since_epoch()});
            if (turned || offset != offset_before) {
                changes.push_back(at);
                break;
            }
        }
    }
    return changes;
}

TEST(Boundaries, are_found_as_by_trying_every_minute_of_a_week) {
    // Forth and back within the weeks that are tried, by an hour and by less.
    const Zone zone("Test/Zone", hours{1},
                    {{monday + days{2} + hours{1}, hours{2}},
                     {monday + days{5}, minutes{150}},
                     {monday + days{9} + minutes{30}, -hours{3}}});
    const SlotId slots[] = {0, 1, 2};
    Chance chance(1);
    for (int round = 0; round < 12; ++round) {
        const std::vector<TimeTest> tests = draw_tests(chance);
        SetBuilder builder;
        builder.set().zone = zone;
        for (const char* slot : {"second", "third"}) { builder.set().slots.push_back({slot, {}, 1, {}, {}}); }
        for (const TimeTest& test : tests) {
            Rule& rule = builder.rule("r", within(test.signal, test.min, test.max), {{"a", 1}});
            rule.clock = test.clock;
            rule.slots = {static_cast<SlotId>(chance.share() * 3)};
        }
        const auto index = builder.compile();
        const std::optional<Offset> offsets[] = {std::nullopt, hours{-12}, minutes{345}, hours{14}};
        for (const auto offset : offsets) {
            const auto changes = changes_within(tests, monday, monday + days{16}, zone, offset);
            for (Instant now = monday; now < monday + days{7}; now += seconds{1'821}) {
                const auto next = std::upper_bound(changes.begin(), changes.end(), now);
                ASSERT_NE(next, changes.end());
                ASSERT_EQ(index->compiled().boundaries.next(slots, now, zone, offset), *next)
                    << "round " << round << " at " << format_instant(now);
            }
        }
    }
}

TEST(Boundaries, begin_the_week_on_monday_long_ago_and_far_ahead) {
    const Condition monday_noon = within(signals::time_window, 720, 720);
    const Instant long_ago{days{-100'000}}, ahead{days{100'000}};
    for (const Instant start : {long_ago, Instant{}, ahead}) {
        Instant noon = start + hours{12};
        while (std::chrono::weekday{std::chrono::floor<days>(noon)} != std::chrono::Monday) {
            noon += days{1};
        }
        for (const Instant now : {start, noon - seconds{1}}) { EXPECT_EQ(until(monday_noon, now), noon); }
        EXPECT_EQ(until(monday_noon, noon), noon + minutes{1});
    }
}

TEST(Boundaries, an_offset_of_seconds_moves_the_minutes) {
    SetBuilder builder;
    builder.rule("r", within(signals::time_hour, 5, 6), {{"a", 1}});
    builder.set().zone = Zone("Local mean time", seconds{3'208}, {});
    Visit visit(builder.compile());
    visit.now = monday;
    EXPECT_EQ(visit.decide().valid_until, monday + hours{5} - seconds{3'208});
}

}  // namespace
}  // namespace passerby::engine
