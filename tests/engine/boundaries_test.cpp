// When time may change an answer: never later than it does.
#include "engine/boundaries.hpp"

#include <gtest/gtest.h>

#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

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

}  // namespace
}  // namespace passerby::engine
