// What a grant covers, the version that remembers it, and which grants a later rule set has outgrown.
#include "engine/coverage.hpp"

#include <gtest/gtest.h>

#include "engine/rule_reads.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;
using enum Purpose;

constexpr PurposeSet everything = {location, behaviour, history, measurement};
constexpr SignalId store = signals::count;

Vocabulary with_declared(int count) {
    Vocabulary vocabulary;
    for (int i = 0; i < count; ++i) {
        Signal signal;
        signal.name = "behaviour.extra_" + std::to_string(i);
        signal.group = Group::behaviour;
        signal.needs = needs_of(Group::behaviour, std::nullopt);
        vocabulary.declare(std::move(signal));
    }
    return vocabulary;
}
Coverage of(std::vector<SignalId> read) {
    return Coverage(Vocabulary(), read);
}
Coverage of_first(int declared) {
    std::vector<SignalId> read;
    for (int i = 0; i < declared; ++i) { read.push_back(static_cast<SignalId>(signals::count + i)); }
    return Coverage(with_declared(60), read);
}

// Devices remember these: a change of any of them asks every visitor again.
TEST(Coverage, VersionsNeverChange) {
    EXPECT_EQ(of({}).version(), "1");
    EXPECT_EQ(of({signals::page_path, signals::device_type, signals::time_hour}).version(), "1");
    EXPECT_EQ(of({signals::location_country}).version(), "1.lfNMDPO2U");
    EXPECT_EQ(of({signals::behaviour_visits, signals::location_city, signals::behaviour_cart_value,
                  signals::location_country})
                  .version(),
              "1.lfNMDPO2UgQbr_lfj.bwgVx0J4V.h8du-3lcn");
}

TEST(Coverage, IsTheSameInWhateverOrderItIsRead) {
    EXPECT_EQ(of({signals::location_country, signals::location_city}).version(),
              of({signals::location_city, signals::location_country}).version());
}

TEST(Coverage, TheSameOrLessKeepsEveryGrant) {
    const Coverage more = of({signals::location_country, signals::location_city, signals::behaviour_visits});
    const Coverage less = of({signals::location_city});
    EXPECT_EQ(more.outgrown_since(more.version()), PurposeSet{});
    EXPECT_EQ(less.outgrown_since(more.version()), PurposeSet{});
    EXPECT_EQ(of({}).outgrown_since(more.version()), PurposeSet{});
}

TEST(Coverage, MoreOutgrowsThatPurposeAlone) {
    const Coverage before = of({signals::location_country, signals::behaviour_cart_value});
    const auto outgrown = [&](std::vector<SignalId> now) {
        return of(std::move(now)).outgrown_since(before.version());
    };
    EXPECT_EQ(outgrown({signals::location_country, signals::location_city, signals::behaviour_cart_value}),
              PurposeSet{location});
    EXPECT_EQ(outgrown({signals::location_country, signals::behaviour_topics}), PurposeSet{behaviour});
    EXPECT_EQ(outgrown({signals::behaviour_visits}), PurposeSet{history});
    EXPECT_EQ(outgrown({signals::location_region, signals::behaviour_visits}),
              (PurposeSet{location, history}));
}

TEST(Coverage, ASignalOfTwoPurposesCountsForBoth) {
    Vocabulary vocabulary;
    Signal signal;
    signal.name = "location.store";
    signal.group = Group::location;
    signal.needs = needs_of(Group::location, behaviour);
    vocabulary.declare(std::move(signal));
    const std::vector<SignalId> read = {store};
    EXPECT_EQ(Coverage(vocabulary, read).outgrown_since("1"), (PurposeSet{location, behaviour}));
}

TEST(Coverage, TooManyToListAreComparedAsAWhole) {
    const auto most = static_cast<int>(Coverage::listed_max);
    EXPECT_EQ(of_first(most).version().size(), 1 + 2 + 8 * Coverage::listed_max);
    EXPECT_EQ(of_first(most + 1).version().size(), 1 + 2 + 1 + 8u);
    EXPECT_EQ(of_first(most + 1).outgrown_since(of_first(most + 1).version()), PurposeSet{});
    EXPECT_EQ(of_first(most + 1).outgrown_since(of_first(most).version()), PurposeSet{behaviour});
    EXPECT_EQ(of_first(most).outgrown_since(of_first(most + 1).version()), PurposeSet{behaviour})
        << "nobody can tell, so the visitor is asked";
    EXPECT_EQ(of_first(0).outgrown_since(of_first(most + 1).version()), PurposeSet{});
    // Another purpose that grew beside it changes nothing about it.
    std::vector<SignalId> read = {signals::location_city};
    for (int i = 0; i <= most; ++i) { read.push_back(static_cast<SignalId>(signals::count + i)); }
    EXPECT_EQ(Coverage(with_declared(60), read).outgrown_since(of_first(most + 1).version()),
              PurposeSet{location});
}

TEST(Coverage, WhatIsNoVersionWasGivenForNothing) {
    const Coverage now = of({signals::location_country, signals::behaviour_cart_value});
    const std::string good(now.version());
    const std::string code = good.substr(3, 8);
    const std::string bad[] = {"",
                               "0",
                               "2",
                               "2" + good.substr(1),
                               " " + good,
                               good + " ",
                               good + ".",
                               good + ".h",
                               good + ".hABC",
                               good + ".x" + code,
                               good + ".l" + code,
                               "1.b" + code + ".l" + code,
                               "1l" + code,
                               "1.l" + code + code,
                               "1.lzzzzzzzzAAAAAAAA",
                               "1.l~" + code + code,
                               "1.l~",
                               "1.l",
                               "1.",
                               "1..",
                               "1.lAAAA+AAA",
                               "1.lAAAA AAA",
                               std::string("1.lAAAA\0AAA", 11),
                               "1.l\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
                               good + std::string(Coverage::version_bytes_max, 'A'),
                               std::string(60'000, '.')};
    for (const std::string& version : bad) {
        EXPECT_EQ(now.outgrown_since(version), everything) << version.substr(0, 60);
    }
}

TEST(Coverage, AnyPrefixOfAVersionGrantsNoMoreThanTheWhole) {
    const Coverage now = of({signals::location_country, signals::location_city, signals::behaviour_visits});
    const std::string good(now.version());
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(now.outgrown_since(good.substr(0, size)).empty()) << size;
    }
}

std::vector<SignalId> read_by(const RuleSet& set, RuleId rule) {
    const auto index = compile(set);
    RuleReads reads(index->compiled());
    const auto found = reads.of(rule);
    return {found.begin(), found.end()};
}

Condition in_segments(std::vector<SegmentId> segments) {
    Condition condition;
    condition.kind = Condition::Kind::segment;
    condition.segments = std::move(segments);
    return condition;
}

TEST(RuleReads, AreOfTheConditionItsSegmentsAndItsSlots) {
    SetBuilder builder;
    builder.hero().when = no(is(signals::page_section, {"crisis"}));
    builder.set().segments.push_back({"inner", is(signals::location_city, {"Bern"}), {}});
    builder.set().segments.push_back(
        {"outer", any({in_segments({0}), within(signals::behaviour_visits, 2, 9)}), {}});
    builder.rule("plain", is(signals::device_type, {"phone"}), {{"a", 1}});
    builder.rule("deep", all({in_segments({1}), in_segments({0}), no(is(signals::location_country, {"CH"}))}),
                 {{"a", 1}});
    builder.set().rules.push_back(builder.set().rules.front());
    builder.set().rules.back().id = "off";
    builder.set().rules.back().enabled = false;
    EXPECT_EQ(read_by(builder.set(), 0),
              (std::vector<SignalId>{signals::page_section, signals::device_type}));
    EXPECT_EQ(read_by(builder.set(), 1),
              (std::vector<SignalId>{signals::page_section, signals::location_country, signals::location_city,
                                     signals::behaviour_visits}));
    EXPECT_TRUE(read_by(builder.set(), 2).empty());
}

TEST(RuleReads, CountTheLanguageThatASentenceIsChosenBy) {
    SetBuilder builder;
    builder.rule("told", {}, {{"a", 1}});
    builder.set().rules.back().why = {{"", "For everybody."}};
    EXPECT_TRUE(read_by(builder.set(), 0).empty());
    builder.set().rules.back().why = {{"en", "For you."}, {"de", "Für Sie."}};
    EXPECT_EQ(read_by(builder.set(), 0), (std::vector<SignalId>{signals::page_language}));
}

TEST(RuleReads, OnlyEnabledRulesMakeTheVersion) {
    SetBuilder builder;
    builder.rule("near", is(signals::location_city, {"Bern"}), {{"a", 1}});
    builder.rule("rich", within(signals::behaviour_cart_value, 50, 1e9), {{"a", 1}});
    EXPECT_EQ(builder.compile()->coverage().version(),
              of({signals::location_city, signals::behaviour_cart_value}).version());
    builder.set().rules.back().enabled = false;
    EXPECT_EQ(builder.compile()->coverage().version(), of({signals::location_city}).version());
}

}  // namespace
}  // namespace passerby::engine
