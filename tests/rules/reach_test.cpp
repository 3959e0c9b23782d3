// How many visits a rule is estimated to reach: cases worked out by hand.
#include "rules/reach.hpp"

#include <gtest/gtest.h>

#include "rules/world_shares.hpp"
#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

constexpr double visits = 10'000 * 30;

class ReachTest : public testing::Test {
  protected:
    // Of the first rule.
    Reach reach_of(const std::string& rule_and_more) {
        const Loaded loaded =
            load_text("a.yaml",
                      "timezone: Europe/Berlin\n"
                      "signals: {page.depth: {type: integer, min: 0, max: 9}, page.odd: {type: boolean}}\n"
                      "content: {c: {}}\n" +
                          rule_and_more,
                      {.now = std::nullopt, .lint = false});
        EXPECT_TRUE(loaded.rule_set);
        if (!loaded.rule_set) { return {}; }
        return ReachEstimator(*loaded.rule_set, guard_).of(loaded.rule_set->rules.front());
    }
    Reach reach_when(const std::string& when, const std::string& more = "") {
        return reach_of("slots: {hero: {}}\nrules: [{id: a, slot: hero, show: c" + more + ", when: {" + when +
                        "}}]\n");
    }

    static void expect(const Reach& reach, double least, double likely, double most) {
        EXPECT_NEAR(reach.least, least * visits, visits * 1e-9);
        EXPECT_NEAR(reach.likely, likely * visits, visits * 1e-9);
        EXPECT_NEAR(reach.most, most * visits, visits * 1e-9);
    }

    Guard guard_;
};

TEST_F(ReachTest, knows_the_minutes_of_the_week) {
    expect(reach_when("time.hour: 18-23"), .25, .25, .25);
    expect(reach_when("time.hour: 22-3"), .25, .25, .25);
    expect(reach_when("time.of_day: 23:00-01:00"), 1 / 12., 1 / 12., 1 / 12.);
    expect(reach_when("time.weekday: fri-mon"), 4 / 7., 4 / 7., 4 / 7.);
    expect(reach_when("time.window: sun 22:00-02:00"), 4 / 168., 4 / 168., 4 / 168.);
    expect(reach_when("time.window: sun 22:00-02:00, time.weekday: mon"), 2 / 168., 2 / 168., 2 / 168.);
    expect(reach_when("time.hour: 1, not: {time.weekday: [mon, tue]}"), 5 / 168., 5 / 168., 5 / 168.);
    expect(reach_when("any: [{time.hour: 0-11}, {time.weekday: mon}]"), 96 / 168., 96 / 168., 96 / 168.);
    expect(reach_when("time.weekday: mon, not: {time.weekday: mon}"), 0, 0, 0);
}

TEST_F(ReachTest, takes_what_nothing_is_known_of_for_everybody) {
    expect(reach_when("page.path: /a"), 0, 1, 1);
    expect(reach_when("not: {page.path: /a}"), 0, 1, 1);
    expect(reach_when("behaviour.cart_value: {min: 5}, page.topics: x, location.city: Ulm, device.type: tv"),
           0, 1, 1);
    expect(reach_when("time.hour: 0, page.section: x"), 0, 1 / 24., 1 / 24.);
}

TEST_F(ReachTest, joins_shares_that_the_configuration_gives) {
    guard_.shares = {{"page.section", {{"sport", .2}, {"Opera", .01}}},
                     {"device.type", {{"phone", .6}, {"tv", .1}}}};
    expect(reach_when("page.section: sport"), .2, .2, .2);
    expect(reach_when("page.section: [sport, OPERA]"), .21, .21, .21);
    expect(reach_when("page.section: news"), 0, .79, .79);
    expect(reach_when("not: {page.section: sport}"), .01, .8, .8);
    expect(reach_when("page.section: {prefix: sp}"), .2, .99, .99);
    expect(reach_when("page.section: sport, device.type: phone"), 0, .12, .2);
    expect(reach_when("page.section: sport, not: {device.type: tv}"), 0, .18, .2);
    expect(reach_when("any: [{page.section: sport}, {device.type: phone}]"), .6, 1 - .8 * .4, .8);
    expect(reach_when("not: {any: [{page.section: sport}, {device.type: phone}]}"), 0, .8 * .4, .4);
    expect(reach_when("page.section: sport, any: [{page.section: sport}, {page.section: opera}]"), 0, .2, .2);
    expect(reach_when("time.hour: 0-11, device.type: phone"), .1, .3, .5);
}

TEST_F(ReachTest, knows_members_of_sets_and_ranges_of_numbers) {
    guard_.shares = {{"page.topics", {{"a", .5}, {"b", .8}}},
                     {"page.depth", {{"0", .4}, {"1-3", .3}}},
                     {"page.odd", {{"true", .3}, {"false", .7}}}};
    expect(reach_when("page.topics: a"), .5, .5, .5);
    expect(reach_when("page.topics: [a, b]"), .8, .9, 1);
    expect(reach_when("page.topics: {all: [a, b]}"), .3, .4, .5);
    expect(reach_when("page.topics: {not: a}"), 0, .5, .5);
    expect(reach_when("page.topics: c"), 0, 1, 1);
    expect(reach_when("page.depth: 0"), .4, .4, .4);
    expect(reach_when("page.depth: 0-2"), .4, .7, .7);
    expect(reach_when("page.depth: {min: 1}"), .3, .6, .6);
    expect(reach_when("page.depth: {not: 0-3}"), 0, .3, .3);
    expect(reach_when("page.odd: true"), .3, .3, .3);
    expect(reach_when("not: {page.odd: true}"), .7, .7, .7);
}

TEST_F(ReachTest, spreads_the_visits_over_hours_and_days_as_told) {
    guard_.shares = {{"time.hour", {{"0-5", .06}}}, {"time.weekday", {{"sat-sun", .5}}}};
    expect(reach_when("time.hour: 3"), .01, .01, .01);
    expect(reach_when("time.hour: 12"), .94 / 18, .94 / 18, .94 / 18);
    expect(reach_when("time.weekday: sat, time.hour: 3"), .0025, .0025, .0025);
}

TEST_F(ReachTest, counts_places_within_each_other_once) {
    double germans = 0;
    for (const WorldShare& row : world_shares_of_countries()) {
        if (row.value == "DE") { germans = row.share.most; }
    }
    EXPECT_NEAR(germans, .0147, .0002);
    expect(reach_when("location.country: de"), 0, germans, germans);
    expect(reach_when("not: {location.country: DE}"), 0, 1 - germans, 1 - germans);
    expect(reach_when("location.region: [DE-BE, de-bb]"), 0, germans, germans);
    expect(reach_when("location.country: DE, location.region: DE-BE, location.city: Berlin"), 0, germans,
           germans);
    expect(reach_when("location.country: DE, time.weekday: mon"), 0, germans / 7, germans);
    guard_.shares = {{"location.country", {{"DE", .9}}}, {"location.region", {{"DE-BE", .3}}}};
    expect(reach_when("location.country: DE, location.region: DE-BE"), .2, .3, .3);
}

TEST_F(ReachTest, includes_segments_and_slots) {
    guard_.shares = {{"page.section", {{"sport", .2}}}, {"device.type", {{"phone", .6}}}};
    expect(reach_of("segments: {s: {page.section: sport}, t: {device.type: phone}}\nslots: {hero: {}}\n"
                    "rules: [{id: a, slot: hero, show: c, when: {segment: [s, t]}}]\n"),
           .6, 1 - .8 * .4, .8);
    expect(reach_of("slots: {hero: {when: {page.section: sport}}}\nrules: [{id: a, slot: hero, show: c}]\n"),
           .2, .2, .2);
    expect(reach_of("slots: {hero: {when: {page.section: sport}}, side: {}}\n"
                    "rules: [{id: a, slot: [hero, side], show: c}]\n"),
           1, 1, 1);
}

TEST_F(ReachTest, is_less_for_a_rule_in_force_for_less) {
    const Reach day = reach_when("time.hour: 0-11", ", from: 2026-12-01, until: 2026-12-01");
    EXPECT_NEAR(day.days, 1, 1e-9);
    EXPECT_NEAR(day.most, 5'000, 1e-6);
    // A Tuesday has no other weekday in it.
    EXPECT_NEAR(reach_when("time.weekday: tue", ", from: 2026-12-01, until: 2026-12-01").least, 10'000, 1e-6);
    EXPECT_EQ(reach_when("time.weekday: wed", ", from: 2026-12-01, until: 2026-12-01").most, 0);
    // Nine days from Saturday to the next Sunday: two weekends.
    EXPECT_NEAR(reach_when("time.weekday: sat-sun", ", from: 2026-11-21, until: 2026-11-29").likely, 40'000,
                1e-6);
    EXPECT_NEAR(reach_when("page.path: /", ", from: 2026-11-21").days, 30, 1e-9);
    EXPECT_NEAR(reach_when("page.path: /", ", from: 2026-01-01, until: 2026-12-31").days, 30, 1e-9);
}

TEST(WorldShares, are_shares) {
    for (const auto table : {world_shares(), world_shares_of_countries()}) {
        double least = 0;
        for (const WorldShare& row : table) {
            EXPECT_LE(0, row.share.least) << row.value;
            EXPECT_LE(row.share.least, row.share.likely) << row.value;
            EXPECT_LE(row.share.likely, row.share.most) << row.value;
            EXPECT_LE(row.share.most, 1) << row.value;
            EXPECT_TRUE(engine::canonical_value(engine::Vocabulary()[row.signal], row.value)) << row.value;
            least += row.share.least;
        }
        EXPECT_LE(least, &table[0] == &world_shares()[0] ? 3 : 1);
    }
}

}  // namespace
}  // namespace passerby::rules
