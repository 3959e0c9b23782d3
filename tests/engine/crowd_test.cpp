// Crowds: so many rules of one priority that winners are drawn without listing them. Draws follow the
// weights, whichever clusters a rule stands in, whatever may not be shown and wherever the crowd begins.
#include <set>

#include "tests/engine/crowded.hpp"

namespace passerby::engine::testing {
namespace {

constexpr int draws = 20'000;

TEST_P(Crowded, DrawsFollowTheWeights) {
    add_crowd(0);
    visit_eight_topics();
    const auto candidates = matches(0);
    ASSERT_GT(candidates.size(), 30u);
    ASSERT_EQ(index_->compiled().slots[0].index.crowds.size(), 1u);
    Chance chance(1);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) {
        const Choice choice = choices(chance).front();
        ASSERT_EQ(choice.reason, Reason::split);
        ++drawn[*choice.rule];
    }
    expect_fair(shares_of(candidates), drawn, draws);
}

TEST_P(Crowded, DrawsListNothingWhereMatchesAreFrequent) {
    add_crowd(0);
    visit_eight_topics();
    int gave_up = 0;
    for (std::uint64_t seed = 1; seed <= 200; ++seed) {
        Chance chance(seed);
        const Decision decision = decide(chance);
        EXPECT_FALSE(decision.valid_until.has_value());  // chance took part
        const std::uint64_t taken = numbers_taken(seed, chance);
        EXPECT_GE(taken, 2u);  // a look takes two
        gave_up += taken >= 256 ? 1 : 0;
    }
    EXPECT_LT(gave_up, 5);
}

// Some are over, some have not begun, some begin now.
TEST_P(Crowded, WhoIsNotInForceIsNotDrawn) {
    add_crowd(0);
    std::vector<RuleId> in_force;
    for (Rule& rule : set_.rules) {
        const auto id = static_cast<RuleId>(&rule - set_.rules.data());
        if (id % 8 < 3) { rule.until = an_afternoon; }
        if (id % 8 > 5) { rule.from = an_afternoon + std::chrono::seconds(1); }
        if (id % 8 == 4) { rule.from = an_afternoon; }
    }
    visit_eight_topics();
    for (const RuleId rule : matches(0)) {
        EXPECT_TRUE(rule % 8 >= 3 && rule % 8 <= 5);
        in_force.push_back(rule);
    }
    ASSERT_GT(in_force.size(), 5u);
    Chance chance(9);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) { ++drawn[*choices(chance).front().rule]; }
    expect_fair(shares_of(in_force), drawn, draws);
}

// Said twice is said once.
TEST_P(Crowded, AValueNamedTwiceCountsOnce) {
    add_crowd(0);
    visit({"t1", "t2", "t3", "t4", "t1", "T1", "t3", "t5", "t6"});
    const auto all = matches(0);
    ASSERT_GT(all.size(), 15u);
    Chance chance(10);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) { ++drawn[*choices(chance).front().rule]; }
    expect_fair(shares_of(all), drawn, draws);
}

TEST_P(Crowded, WhatIsExcludedIsPassedOverAndTheRestKeepTheirShares) {
    add_crowd(0);
    visit_eight_topics();
    std::vector<RuleId> left;
    for (const RuleId rule : matches(0)) {
        if (set_.rules[rule].weight > 70) {
            excluded_.push_back(rule);
        } else {
            left.push_back(rule);
        }
    }
    ASSERT_GT(excluded_.size(), 5u);
    Chance chance(2);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) { ++drawn[*choices(chance).front().rule]; }
    expect_fair(shares_of(left), drawn, draws);
}

TEST_P(Crowded, EachPlaceIsDrawnFromWhatIsLeft) {
    add_crowd(0);
    set_.slots.front().count = 3;
    visit_eight_topics();
    const auto shares = shares_of(matches(0));
    std::map<RuleId, double> second;
    for (const auto& [taken, share] : shares) {
        for (const auto& [rule, other] : shares) {
            if (rule != taken) { second[rule] += share * other / (1 - share); }
        }
    }
    Chance chance(3);
    std::map<RuleId, int> first_drawn, second_drawn;
    for (int i = 0; i < draws; ++i) {
        const auto three = choices(chance);
        ASSERT_EQ(three.size(), 3u);
        ++first_drawn[*three[0].rule];
        ++second_drawn[*three[1].rule];
        ASSERT_NE(three[2].content, three[0].content);
        ASSERT_NE(three[2].content, three[1].content);
    }
    expect_fair(shares, first_drawn, draws);
    expect_fair(second, second_drawn, draws);
}

// Above it and below it other tiers, some of whose rules stand in the same clusters.
TEST_P(Crowded, ACrowdAmidOtherTiersIsDrawnFromAlone) {
    for (int i = 0; i < 150; ++i) {
        add(all({is(signals::page_topics, {topic(i)}), is(signals::page_section, {"s1"})}), 9, 90);
    }
    add_crowd(5);
    for (int i = 0; i < 150; ++i) { add(is(signals::page_topics, {topic(i)}), 1, 100); }
    add(is(signals::page_topics, {"t1"}), 0, 1);
    visit_eight_topics();
    Chance chance(4);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) { ++drawn[*choices(chance).front().rule]; }
    expect_fair(shares_of(matches(5)), drawn, draws);
}

TEST_P(Crowded, VariantsOfTheDrawnRuleFollowTheirOwnWeights) {
    add_crowd(0);
    set_.contents.push_back({"other", "{}", {}, {}, {}});
    const auto other = static_cast<ContentId>(set_.contents.size() - 1);
    for (Rule& rule : set_.rules) {
        rule.show.front().weight = 3;
        rule.show.push_back({other, 1});
    }
    visit_eight_topics();
    Chance chance(5);
    std::map<RuleId, int> drawn, shown;
    for (int i = 0; i < draws; ++i) {
        const Choice choice = choices(chance).front();
        ++drawn[*choice.rule];
        ++shown[choice.content == other ? 1 : 0];
    }
    expect_fair(shares_of(matches(0)), drawn, draws);
    expect_fair({{0, 0.75}, {1, 0.25}}, shown, draws);
}

TEST_P(Crowded, TheReasonSaysWhetherThereWasAnother) {
    add_crowd(0);
    const RuleId lone = add(is(signals::page_topics, {"lone", "lonely"}), 0, 1);
    const RuleId one = add(is(signals::page_topics, {"pair"}), 0, 1);
    const RuleId two = add(is(signals::page_topics, {"pair", "couple"}), 0, 1'000);
    Chance chance(6);
    visit({"lone", "lonely", "nobody asks this"});
    for (int i = 0; i < 20; ++i) {
        const Decision decision = decide(chance);
        EXPECT_EQ(decision.slots.front().choices.front().rule, lone);
        EXPECT_EQ(decision.slots.front().choices.front().reason, Reason::targeting_match);
        EXPECT_TRUE(decision.valid_until.has_value());  // no chance took part
    }
    visit({"pair", "couple"});
    for (int i = 0; i < 20; ++i) { EXPECT_EQ(choices(chance).front().reason, Reason::split); }
    excluded_ = {two};
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(choices(chance).front().rule, one);
        EXPECT_EQ(choices(chance).front().reason, Reason::targeting_match);
    }
    excluded_ = {one};
    EXPECT_EQ(choices(chance).front().rule, two);
    EXPECT_EQ(choices(chance).front().reason, Reason::targeting_match);
    excluded_ = {one, two};
    EXPECT_TRUE(choices(chance).empty());
    excluded_.clear();
    set_.rules[lone].show.push_back({one, 1});
    visit({"lone"});
    EXPECT_EQ(choices(chance).front().reason, Reason::split);  // between its two contents
}

TEST_P(Crowded, ACrowdOfWhichNothingMatchesLeavesThePlaceToTheNextTier) {
    add_crowd(7);
    add(is(signals::page_topics, {"lone"}), 5, 1);
    add_crowd(3);
    const RuleId lone = add(is(signals::page_topics, {"lone"}), 3, 1);
    const RuleId last = add({}, 0, 1);
    Chance chance(7);
    set_.slots.front().count = 3;
    visit({"nobody asks this"});
    EXPECT_EQ(choices(chance).size(), 1u);
    EXPECT_EQ(choices(chance).front().rule, last);
    visit({"lone"});
    const auto three = choices(chance);
    ASSERT_EQ(three.size(), 3u);
    EXPECT_EQ(three[0].rule, static_cast<RuleId>(rules));
    EXPECT_EQ(three[1].rule, lone);
    EXPECT_EQ(three[2].rule, last);
    for (const Choice& choice : three) { EXPECT_EQ(choice.reason, Reason::targeting_match); }
}

// All of the first crowd used up: the second has its turn.
TEST_P(Crowded, ACrowdThatHasNothingLeftLeavesThePlaceToTheNextTier) {
    add_crowd(7);
    add_crowd(3);
    visit_eight_topics();
    for (const RuleId rule : matches(7)) { excluded_.push_back(rule); }
    const RuleId kept = excluded_.back();
    Chance chance(8);
    std::map<RuleId, int> drawn;
    for (int i = 0; i < draws; ++i) { ++drawn[*choices(chance).front().rule]; }
    expect_fair(shares_of(matches(3)), drawn, draws);
    excluded_.pop_back();
    EXPECT_EQ(choices(chance).front().rule, kept);
    EXPECT_EQ(choices(chance).front().reason, Reason::targeting_match);
}

TEST_P(Crowded, TheSameBucketDrawsTheSame) {
    add_crowd(0);
    set_.slots.front().count = 3;
    visit_eight_topics();
    std::set<RuleId> winners;
    for (std::uint8_t bucket = 0; bucket < limits::buckets; ++bucket) {
        bucket_ = bucket;
        std::vector<ContentId> shown;
        for (std::uint64_t seed = 1; seed <= 3; ++seed) {
            Chance chance(seed);
            std::vector<ContentId> again;
            const Decision decision = decide(chance);
            EXPECT_TRUE(decision.valid_until.has_value());
            for (const Choice& choice : decision.slots.front().choices) {
                EXPECT_EQ(choice.reason, Reason::split);
                again.push_back(choice.content);
            }
            if (seed == 1) { shown = again; }
            EXPECT_EQ(again, shown);
            scratch_.forget();
        }
        winners.insert(shown.front());
    }
    EXPECT_GT(winners.size(), 15u);  // of forty; the same for all would be no draw
}

// Each value its own cluster, some together, many together; a head that ends within the crowd.
INSTANTIATE_TEST_SUITE_P(Index, Crowded,
                         ::testing::Values(IndexShape{0, 1, 64}, IndexShape{0, 100, 64},
                                           IndexShape{0, 400, 64}, IndexShape{200, 8, 1'000}));

}  // namespace
}  // namespace passerby::engine::testing
