// Sets that strain how rules are laid out: alike, all open, in schedules, by two clocks, behind conditions of
// their slot.
#include "tests/engine/index_set.hpp"

namespace passerby::engine::testing {
namespace {

Moments moments_of_sections(std::uint64_t seed) {
    Moments moments{Dice(seed)};
    moments.texts(signals::page_section, named("s", 12));
    return moments;
}

TEST(IndexLayout, RulesThatAskNothingAllMatch) {
    for (const std::size_t rules : {1u, 64u, 512u, 513u, 1'025u}) {
        IndexSet index;
        for (std::size_t i = 0; i < rules; ++i) { index.rule({}, static_cast<std::int32_t>(i % 3)); }
        Moments moments = moments_of_sections(rules);
        Agreement agreement(index.set());
        EXPECT_EQ(agreement.difference(moments, 20), "");
        EXPECT_EQ(agreement.matched(), 20 * rules);
    }
}

TEST(IndexLayout, RulesThatAskTheSameMatchTogether) {
    for (const std::size_t rules : {2u, 3u, 65u, 513u, 1'025u}) {
        IndexSet index;
        for (std::size_t i = 0; i < rules; ++i) {
            index.rule(is(signals::page_section, {"s3"}), static_cast<std::int32_t>(i / 100));
        }
        Moments moments = moments_of_sections(rules);
        expect_agreement(index.set(), moments, 60);
    }
}

TEST(IndexLayout, ATextThatIsListedTwiceCountsOnce) {
    IndexSet index;
    for (int i = 0; i < 700; ++i) {
        const std::string section = "s" + std::to_string(i % 7);
        index.rule(is(signals::page_section, {section, section, "S" + std::to_string(i % 7)}), i % 5);
        index.rule(is(signals::page_topics, {section, "s1", section}), i % 5);
        index.rule(has_all(signals::page_topics, {section, section}), i % 5);
    }
    Moments moments = moments_of_sections(2);
    moments.texts(signals::page_topics, named("s", 9));
    expect_agreement(index.set(), moments);
}

TEST(IndexLayout, AScheduleHoldsFromItsFirstSecondToBeforeItsLast) {
    IndexSet index;
    std::vector<Instant> edges;
    for (int i = 0; i < 600; ++i) {
        Rule& rule = index.rule(
            i % 4 == 0 ? Condition{} : is(signals::page_section, {"s" + std::to_string(i % 5)}), i % 9);
        const Instant from = an_afternoon + std::chrono::hours{i % 97};
        edges.push_back(from);
        if (i % 3 != 0) { rule.from = from; }
        if (i % 5 != 0) { rule.until = from + std::chrono::hours{i % 13}; }  // some are empty
        if (i % 5 != 0) { edges.push_back(rule.until); }
    }
    Moments moments = moments_of_sections(3);
    moments.instants(edges);
    expect_agreement(index.set(), moments, 400);
}

TEST(IndexLayout, BlocksWithAndWithoutSchedulesStandSideBySide) {
    IndexSet index;
    for (int i = 0; i < 1'100; ++i) {
        Rule& rule = index.rule(is(signals::page_section, {"s" + std::to_string(i % 3)}), -i);
        if (i == 600 || i == 1'030) { rule.until = an_afternoon + std::chrono::hours{5}; }
        if (i == 1'099) { rule.from = an_afternoon; }
    }
    Moments moments = moments_of_sections(4);
    moments.instants({an_afternoon, an_afternoon + std::chrono::hours{5}});
    expect_agreement(index.set(), moments, 100);
}

TEST(IndexLayout, EachRuleGoesByItsOwnClock) {
    IndexSet index;
    const auto zone_change = an_afternoon + std::chrono::hours{60};
    index.set().zone = Zone("Somewhere", std::chrono::hours{5}, {{zone_change, std::chrono::hours{6}}});
    for (int i = 0; i < 600; ++i) {
        const int hour = i % 24, day = i % 7;
        Rule& rule = index.rule(all({within(signals::time_hour, hour, hour + i % 5),
                                     i % 3 == 0 ? within(signals::time_weekday, day, day)
                                                : outside(signals::time_weekday, day, day)}),
                                i % 4);
        if (i % 2 == 0) { rule.clock = Clock::site; }
    }
    index.set().slots.front().when = within_one(signals::time_hour, {{0, 7}, {16, 23}});
    Moments moments{Dice(5)};
    expect_agreement(index.set(), moments, 600);
}

TEST(IndexLayout, ASlotsConditionHoldsForEachOfItsRules) {
    const std::vector<Condition> conditions{
        is(signals::page_section, {"s1", "s2"}), is_not(signals::page_section, {"s1"}),
        any({is(signals::page_section, {"s1"}), within(signals::time_hour, 8, 12)}), no(Condition{}),
        prefix(signals::page_section, {"s1"})};
    for (const Condition& when : conditions) {
        IndexSet index;
        index.set().slots.front().when = when;
        index.set().slots.push_back({"open", 0, 1, {}, {}});
        for (int i = 0; i < 200; ++i) {
            Rule& rule = index.rule(is(signals::page_section, {"s" + std::to_string(i % 12)}), i % 4);
            rule.slots = {0, 1};
            if (i % 4 == 0) { rule.clock = Clock::site; }
        }
        Moments moments = moments_of_sections(6);
        expect_agreement(index.set(), moments, 100);
    }
}

TEST(IndexLayout, DisabledRulesStandNowhere) {
    IndexSet index;
    for (int i = 0; i < 300; ++i) {
        index.rule(is(signals::page_section, {"s1", "s2", "s3"})).enabled = i % 64 == 0;
    }
    Moments moments = moments_of_sections(7);
    expect_agreement(index.set(), moments, 100);
}

// More tests than a card has room for, and conditions of which no test must hold for certain.
TEST(IndexLayout, LongAndNestedConditionsAreCheckedToTheEnd) {
    IndexSet index;
    const std::vector<SignalId> sets{signals::page_topics, signals::page_keywords};
    for (int i = 0; i < 300; ++i) {
        std::vector<Condition> parts;
        for (int k = 0; k < 6 + i % 6; ++k) {
            const std::string member = "s" + std::to_string((i + k) % 12);
            parts.push_back(is_not(sets[static_cast<std::size_t>(k % 2)], {member}));
        }
        parts.push_back(outside(signals::time_hour, i % 20, i % 20 + 3));
        if (i % 3 == 0) {
            parts.push_back(any({is(signals::page_section, {"s1", "s2"}), no(parts.front())}));
        }
        if (i % 5 == 0) { parts.push_back(no(all({parts.front(), is(signals::page_section, {"s2"})}))); }
        if (i % 7 == 0) {
            parts.push_back(no(any({is(signals::page_section, {"s3"}), no(no(parts.back()))})));
        }
        if (i % 11 == 0) { parts = {any(parts)}; }
        index.rule(all(std::move(parts)), i % 3);
    }
    Moments moments = moments_of_sections(8);
    moments.texts(signals::page_topics, named("s", 40));
    moments.texts(signals::page_keywords, named("s", 40));
    expect_agreement(index.set(), moments, 300);
}

// Beyond sixty-four nodes of one condition the index stops looking; the rule still holds only if all hold.
TEST(IndexLayout, AConditionLongerThanTheIndexReads) {
    IndexSet index;
    for (int i = 0; i < 40; ++i) {
        std::vector<Condition> parts;
        for (int k = 0; k < 40 + i; ++k) {
            parts.push_back(is_not(signals::page_topics, {"s" + std::to_string(k)}));
        }
        parts.push_back(is(signals::page_section, {"s" + std::to_string(i % 4)}));
        index.rule(all(std::move(parts)));
    }
    Moments moments{Dice(9)};
    moments.texts(signals::page_section, named("s", 6));
    moments.texts(signals::page_topics, named("s", 400));
    expect_agreement(index.set(), moments, 100);
}

TEST(IndexLayout, OfALayoutWithoutHeadEveryRuleStandsInAClusterAndOfOthersNone) {
    IndexSet index;
    for (int i = 0; i < 600; ++i) { index.rule(is(signals::page_section, {"s" + std::to_string(i % 12)})); }
    const Agreement agreement(index.set());
    EXPECT_TRUE(agreement.index(0).compiled().slots[0].index.clusters.empty());
    const SlotIndex& all_clusters = agreement.index(1).compiled().slots[0].index;
    EXPECT_EQ(all_clusters.clusters.size(), 1u + 12u);  // of all, and of each value
    EXPECT_TRUE(all_clusters.head.empty());
    EXPECT_EQ(all_clusters.crowds.size(), 1u);
}

}  // namespace
}  // namespace passerby::engine::testing
