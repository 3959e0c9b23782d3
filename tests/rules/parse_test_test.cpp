// What each written test means, signal type by signal type.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

using engine::Interval;
using engine::Operator;
using Kind = engine::Operator::Kind;
using Intervals = std::vector<Interval>;
using Texts = std::vector<std::string>;

constexpr double infinity = std::numeric_limits<double>::infinity();

std::vector<Operator> operators_of(const std::string& condition) {
    const Loaded loaded = load_when("{" + condition + "}");
    EXPECT_TRUE(loaded.rule_set) << condition << ": " << first_remark(loaded);
    if (!loaded.rule_set) { return {}; }
    const engine::Condition& when = loaded.rule_set->rules[0].when;
    EXPECT_EQ(when.kind, engine::Condition::Kind::test) << condition;
    return when.test ? when.test->operators : std::vector<Operator>();
}

Operator operator_of(const std::string& condition) {
    const auto operators = operators_of(condition);
    EXPECT_EQ(operators.size(), 1u) << condition;
    return operators.empty() ? Operator{} : operators[0];
}

Intervals intervals_of(const std::string& condition) {
    const Operator op = operator_of(condition);
    EXPECT_EQ(op.kind, Kind::within) << condition;
    return op.intervals;
}

TEST(ParseTest, a_string_is_one_of_the_values_as_they_were_written) {
    EXPECT_EQ(operator_of("page.section: Sport").texts, Texts{"Sport"});
    EXPECT_EQ(operator_of("page.section: [a, 'b c', \"d\"]").texts, (Texts{"a", "b c", "d"}));
    EXPECT_EQ(operator_of("device.type: PHONE").texts, Texts{"PHONE"});
    EXPECT_EQ(operator_of("page.section: a").kind, Kind::any_of);
    EXPECT_FALSE(operator_of("page.section: a").negated);
}

// Never as YAML would guess, quoted or not.
TEST(ParseTest, a_string_is_taken_letter_by_letter) {
    EXPECT_EQ(operator_of("location.country: NO").texts, Texts{"NO"});
    EXPECT_EQ(operator_of("page.section: [on, ~, null, true, 007, 1.50, 0x10, 2026-11-20, 12:30]").texts,
              (Texts{"on", "~", "null", "true", "007", "1.50", "0x10", "2026-11-20", "12:30"}));
}

TEST(ParseTest, strings_have_four_operators) {
    EXPECT_TRUE(operator_of("page.section: {not: a}").negated);
    EXPECT_EQ(operator_of("page.section: {not: [a, b]}").texts, (Texts{"a", "b"}));
    EXPECT_EQ(operator_of("page.path: {prefix: /a}").kind, Kind::prefix);
    EXPECT_EQ(operator_of("page.path: {prefix: [/a, /b]}").texts, (Texts{"/a", "/b"}));
    EXPECT_EQ(operator_of("page.path: {glob: [\"/a/*\", '**/b']}").kind, Kind::glob);
    const auto all = operators_of("page.path: {prefix: /a, not: /a/b, glob: /a/*}");
    ASSERT_EQ(all.size(), 3u);
    EXPECT_EQ(all[1].negated, true);
}

TEST(ParseTest, sets_contain) {
    EXPECT_EQ(operator_of("page.topics: energy").kind, Kind::any_of);
    EXPECT_EQ(operator_of("page.topics: {all: [a, b]}").kind, Kind::all_of);
    EXPECT_TRUE(operator_of("page.topics: {not: a}").negated);
    EXPECT_EQ(operators_of("page.topics: {all: [a, b], not: [c]}").size(), 2u);
}

TEST(ParseTest, whole_numbers_are_values_ranges_and_lists_of_them) {
    EXPECT_EQ(intervals_of("behaviour.visits: 5"), (Intervals{{5, 5}}));
    EXPECT_EQ(intervals_of("behaviour.visits: '007'"), (Intervals{{7, 7}}));
    EXPECT_EQ(intervals_of("behaviour.visits: 0-10"), (Intervals{{0, 10}}));
    EXPECT_EQ(intervals_of("behaviour.visits: 5-5"), (Intervals{{5, 5}}));
    EXPECT_EQ(intervals_of("behaviour.visits: [1, 3-4, 999999999999999]"),
              (Intervals{{1, 1}, {3, 4}, {999999999999999, 999999999999999}}));
    EXPECT_EQ(intervals_of("page.level: -3"), (Intervals{{-3, -3}}));
    EXPECT_EQ(std::signbit(intervals_of("page.level: -0")[0].min), false) << "minus zero is zero";
    EXPECT_TRUE(operator_of("behaviour.visits: {not: [1, 3-4]}").negated);
}

TEST(ParseTest, bounds_of_whole_numbers_move_to_the_next_one_inwards) {
    EXPECT_EQ(intervals_of("behaviour.visits: {min: 3}"), (Intervals{{3, infinity}}));
    EXPECT_EQ(intervals_of("behaviour.visits: {max: 3}"), (Intervals{{-infinity, 3}}));
    EXPECT_EQ(intervals_of("behaviour.visits: {above: 3, below: 9}"), (Intervals{{4, 8}}));
    EXPECT_EQ(intervals_of("behaviour.visits: {min: 3, above: 3, max: 8, below: 10}"), (Intervals{{4, 8}}));
    EXPECT_EQ(intervals_of("page.level: {min: -5, max: -2}"), (Intervals{{-5, -2}}));
    const auto both = operators_of("behaviour.visits: {min: 3, not: 5}");
    ASSERT_EQ(both.size(), 2u);
    EXPECT_NE(both[0].negated, both[1].negated);
}

TEST(ParseTest, numbers_have_fractions_and_exponents) {
    EXPECT_EQ(intervals_of("behaviour.cart_value: 9.50"), (Intervals{{9.5, 9.5}}));
    EXPECT_EQ(intervals_of("behaviour.cart_value: 1e2"), (Intervals{{100, 100}}));
    EXPECT_EQ(intervals_of("behaviour.cart_value: 1.5e-1-2.5E+1"), (Intervals{{0.15, 25}}));
    EXPECT_EQ(intervals_of("behaviour.cart_value: 1e-400"), (Intervals{{0, 0}}));
    EXPECT_EQ(intervals_of("page.heat: -2.5"), (Intervals{{-2.5, -2.5}}));
    EXPECT_EQ(intervals_of("behaviour.cart_value: {above: 1, below: 2}"),
              (Intervals{{std::nextafter(1, 2), std::nextafter(2, 1)}}));
}

TEST(ParseTest, nothing_between_two_bounds_stays_nothing) {
    const auto operators = operators_of("behaviour.visits: {above: 3, below: 4}");
    ASSERT_EQ(operators.size(), 2u);
    EXPECT_EQ(operators[0].intervals, (Intervals{{4, infinity}}));
    EXPECT_EQ(operators[1].intervals, (Intervals{{-infinity, 3}}));
}

TEST(ParseTest, booleans_are_nought_and_one) {
    EXPECT_EQ(intervals_of("behaviour.returning: true"), (Intervals{{1, 1}}));
    EXPECT_EQ(intervals_of("behaviour.returning: 'false'"), (Intervals{{0, 0}}));
    EXPECT_TRUE(operator_of("behaviour.returning: {not: true}").negated);
}

TEST(ParseTest, hours_go_round) {
    EXPECT_EQ(intervals_of("time.hour: 18-23"), (Intervals{{18, 23}}));
    EXPECT_EQ(intervals_of("time.hour: 22-2"), (Intervals{{22, 23}, {0, 2}}));
    EXPECT_EQ(intervals_of("time.hour: [23-0, 5]"), (Intervals{{23, 23}, {0, 0}, {5, 5}}));
}

TEST(ParseTest, times_of_day_leave_their_last_minute_out) {
    EXPECT_EQ(intervals_of("time.of_day: 09:00-17:30"), (Intervals{{540, 1049}}));
    EXPECT_EQ(intervals_of("time.of_day: 00:00-24:00"), (Intervals{{0, 1439}}));
    EXPECT_EQ(intervals_of("time.of_day: 22:00-02:00"), (Intervals{{1320, 1439}, {0, 119}}));
    EXPECT_EQ(intervals_of("time.of_day: 22:00-00:00"), (Intervals{{1320, 1439}}));
    EXPECT_EQ(intervals_of("time.of_day: 00:00-00:01"), (Intervals{{0, 0}}));
    EXPECT_EQ(intervals_of("time.of_day: [\"06:00-07:00\", '08:00-09:00']"),
              (Intervals{{360, 419}, {480, 539}}));
}

TEST(ParseTest, weekdays_go_round) {
    EXPECT_EQ(intervals_of("time.weekday: mon"), (Intervals{{0, 0}}));
    EXPECT_EQ(intervals_of("time.weekday: Mon-FRI"), (Intervals{{0, 4}}));
    EXPECT_EQ(intervals_of("time.weekday: fri-mon"), (Intervals{{4, 6}, {0, 0}}));
    EXPECT_EQ(intervals_of("time.weekday: [tue, sat-sun]"), (Intervals{{1, 1}, {5, 6}}));
    EXPECT_EQ(intervals_of("time.weekday: sun-sat"), (Intervals{{6, 6}, {0, 5}}));
}

TEST(ParseTest, a_window_belongs_to_the_day_it_starts_on) {
    EXPECT_EQ(intervals_of("time.window: mon 06:00-09:30"), (Intervals{{360, 569}}));
    EXPECT_EQ(intervals_of("time.window: fri-sat 22:00-02:00"),
              (Intervals{{4 * 1440 + 1320, 5 * 1440 + 119}, {5 * 1440 + 1320, 6 * 1440 + 119}}));
    EXPECT_EQ(intervals_of("time.window: Sun 22:00-02:00"),
              (Intervals{{6 * 1440 + 1320, 7 * 1440 - 1}, {0, 119}}));
    EXPECT_EQ(intervals_of("time.window: sat-mon 10:00-24:00"),
              (Intervals{{5 * 1440 + 600, 6 * 1440 - 1}, {6 * 1440 + 600, 7 * 1440 - 1}, {600, 1439}}));
    EXPECT_EQ(intervals_of("time.window: sun 22:00-00:00"), (Intervals{{6 * 1440 + 1320, 7 * 1440 - 1}}));
    EXPECT_EQ(intervals_of("time.window: [mon 06:00-07:00, tue 06:00-07:00]").size(), 2u);
    EXPECT_TRUE(operator_of("time.window: {not: mon 06:00-07:00}").negated);
}

// What is an error is written down with its message among the golden cases; here only where errors end.
TEST(ParseTest, values_at_the_edge_of_a_signal_are_values) {
    for (const char* fine :
         {"time.hour: [0, 23]", "page.level: [-5, 5]", "behaviour.visits: 1000000000000000",
          "page.heat: [-1e15, 1e15]", "page.path: /", "time.of_day: 23:59-24:00"}) {
        EXPECT_TRUE(load_when("{" + std::string(fine) + "}").rule_set) << fine;
    }
    for (const char* wrong : {"time.hour: 24", "page.level: -6", "behaviour.visits: 1000000000000001",
                              "page.heat: 1.1e15", "page.path: ''", "time.of_day: 24:00-24:00"}) {
        EXPECT_FALSE(load_when("{" + std::string(wrong) + "}").rule_set) << wrong;
    }
}

TEST(ParseTest, strings_as_long_as_a_request_may_carry_are_values) {
    EXPECT_TRUE(load_when("{page.section: " + std::string(256, 'x') + "}").rule_set);
    EXPECT_FALSE(load_when("{page.section: " + std::string(257, 'x') + "}").rule_set);
    EXPECT_TRUE(load_when("{page.path: /" + std::string(2047, 'x') + "}").rule_set);
    EXPECT_FALSE(load_when("{page.path: /" + std::string(2048, 'x') + "}").rule_set);
}

}  // namespace
}  // namespace passerby::rules
