// What the rules in force read: which cuts and values stand in the manifest, and what makes a signal whole.
#include "engine/manifest.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/compiled_rules.hpp"
#include "engine/limits.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double tiny = 5e-324;

double after(double number) {
    return std::nextafter(number, infinity);
}
double before(double number) {
    return std::nextafter(number, -infinity);
}

class ManifestTest : public ::testing::Test {
  protected:
    void add(Condition when) { builder_.rule("r" + std::to_string(count_++), std::move(when), {{"a", 1}}); }
    SignalId declare(Signal signal) { return builder_.set().vocabulary.declare(std::move(signal)); }
    SlotId add_slot(const std::string& id, Condition when = {}) {
        builder_.set().slots.push_back({id, {}, 1, std::move(when), {}});
        return static_cast<SlotId>(builder_.set().slots.size() - 1);
    }
    Rule& last() { return builder_.set().rules.back(); }

    ReadByRules read() {
        index_ = builder_.compile();
        return manifest_of(*index_).of_all();
    }
    ReadByRules read_for(std::vector<SlotId> slots) {
        index_ = builder_.compile();
        return manifest_of(*index_).of(slots);
    }
    std::vector<std::string> values(const SignalRead& read) const {
        std::vector<std::string> texts;
        for (const SymbolId value : read.values) {
            texts.emplace_back(index_->compiled().symbols[read.signal].text(value));
        }
        return texts;
    }
    // Of the only signal that is read.
    std::vector<double> cuts_of(SignalId id, std::vector<Interval> intervals) {
        builder_.set().rules.clear();
        add(test_of(id, {Operator::Kind::within, false, {}, std::move(intervals)}));
        const ReadByRules all = read();
        EXPECT_EQ(all.signals.size(), 1u);
        EXPECT_FALSE(all.signals.front().whole);
        return all.signals.front().cuts;
    }
    static std::vector<SignalId> ids(const ReadByRules& read) {
        std::vector<SignalId> ids;
        for (const SignalRead& signal : read.signals) { ids.push_back(signal.signal); }
        return ids;
    }

    SetBuilder builder_;
    std::shared_ptr<const RuleIndex> index_;
    int count_ = 0;
};

using Cuts = std::vector<double>;
using Texts = std::vector<std::string>;

TEST_F(ManifestTest, CutsWhereAnIntervalBeginsAndJustBeyondIt) {
    const SignalId value = signals::behaviour_cart_value, items = signals::behaviour_cart_items;
    EXPECT_EQ(cuts_of(value, {{50, infinity}}), (Cuts{0, 50}));                         // min: 50
    EXPECT_EQ(cuts_of(value, {{after(50), infinity}}), (Cuts{0, after(50)}));           // above: 50
    EXPECT_EQ(cuts_of(value, {{-infinity, 50}}), (Cuts{0, after(50)}));                 // max: 50
    EXPECT_EQ(cuts_of(value, {{-infinity, before(50)}}), (Cuts{0, 50}));                // below: 50
    EXPECT_EQ(cuts_of(value, {{50, 50}}), (Cuts{0, 50, after(50)}));                    // 50
    EXPECT_EQ(cuts_of(value, {{20, 30}, {30, 40}}), (Cuts{0, 20, after(40)}));          // [20-30, 30-40]
    EXPECT_EQ(cuts_of(value, {{0, 0}}), (Cuts{0, tiny}));                               // 0
    EXPECT_EQ(cuts_of(value, {{1e15, 1e15}}), (Cuts{0, 1e15}));                         // nothing lies beyond
    EXPECT_EQ(cuts_of(value, {{0, 1e15}}), (Cuts{0}));                                  // whatever it is
    EXPECT_EQ(cuts_of(items, {{3, 5}}), (Cuts{0, 3, 6}));                               // 3-5
    EXPECT_EQ(cuts_of(items, {{3, 3}, {4, 4}, {9, infinity}}), (Cuts{0, 3, 4, 5, 9}));  // [3, 4], min: 9
}

TEST_F(ManifestTest, CutsWithinTheDeclaredRange) {
    const SignalId number = declare(
        {.name = "page.degrees", .group = Group::page, .type = SignalType::number, .min = -40, .max = 60});
    const SignalId whole = declare(
        {.name = "page.level", .group = Group::page, .type = SignalType::integer, .min = -10, .max = 10});
    EXPECT_EQ(cuts_of(number, {{-5.5, infinity}}), (Cuts{-40, -5.5}));
    EXPECT_EQ(cuts_of(number, {{-5.5, -5.5}}), (Cuts{-40, -5.5, after(-5.5)}));
    EXPECT_EQ(cuts_of(number, {{-40, -40}}), (Cuts{-40, after(-40)}));
    EXPECT_EQ(cuts_of(number, {{60, 60}}), (Cuts{-40, 60}));
    EXPECT_EQ(cuts_of(number, {{-infinity, infinity}}), (Cuts{-40}));
    EXPECT_EQ(cuts_of(whole, {{-10, -3}}), (Cuts{-10, -2}));
    EXPECT_EQ(cuts_of(whole, {{-3, -3}}), (Cuts{-10, -3, -2}));
    EXPECT_EQ(cuts_of(whole, {{10, 10}}), (Cuts{-10, 10}));
    for (const Cuts& cuts : {cuts_of(number, {{-0.0, infinity}}), cuts_of(number, {{-1, before(-0.0)}}),
                             cuts_of(whole, {{-1, -1}})}) {
        for (const double cut : cuts) { EXPECT_FALSE(cut == 0 && std::signbit(cut)); }
        EXPECT_TRUE(std::find(cuts.begin(), cuts.end(), 0) != cuts.end());
    }
}

TEST_F(ManifestTest, ListsValuesOnceAsTheyAreCompared) {
    add(is(signals::page_section, {"Sport", "news"}));
    add(is_not(signals::page_section, {"SPORT", "arts"}));
    add(is(signals::page_path, {"/A", "/a"}));
    add(test_of(signals::page_topics, {Operator::Kind::all_of, false, {"cup", "Wahl"}, {}}));
    const ReadByRules all = read();
    ASSERT_EQ(ids(all),
              (std::vector<SignalId>{signals::page_path, signals::page_section, signals::page_topics}));
    EXPECT_EQ(values(all.signals[0]), (Texts{"/A", "/a"}));
    EXPECT_EQ(values(all.signals[1]), (Texts{"sport", "news", "arts"}));
    EXPECT_EQ(values(all.signals[2]), (Texts{"cup", "wahl"}));
    EXPECT_FALSE(all.utc_offset);
}

TEST_F(ManifestTest, PatternsAndBooleansAreReadWhole) {
    add(is(signals::page_section, {"sport"}));
    add(test_of(signals::page_section, {Operator::Kind::prefix, false, {"s"}, {}}));
    add(test_of(signals::page_type, {Operator::Kind::glob, true, {"a*"}, {}}));
    add(within(signals::behaviour_returning, 1, 1));
    for (const SignalRead& signal : read().signals) {
        EXPECT_TRUE(signal.whole) << signal.signal;
        EXPECT_TRUE(signal.cuts.empty() && signal.values.empty());
    }
}

TEST_F(ManifestTest, DisabledRulesDoNotCountAndOthersDoWhenever) {
    const SlotId quiet = add_slot("quiet", is(signals::page_type, {"home"}));
    add(is(signals::page_section, {"sport"}));
    last().enabled = false;
    last().slots = {0, quiet};
    add(is(signals::page_language, {"de"}));
    last().until = Instant::min() + std::chrono::hours{1};
    EXPECT_EQ(ids(read()), (std::vector<SignalId>{signals::page_language}));
    EXPECT_TRUE(read_for({quiet}).signals.empty());
}

TEST_F(ManifestTest, TellsSlotsApart) {
    const SlotId other = add_slot("other", is(signals::device_type, {"phone"}));
    const SlotId empty = add_slot("empty", is(signals::device_os, {"ios"}));
    add(all({is(signals::page_section, {"a"}), within(signals::behaviour_visits, 2, 4)}));
    add(all({is(signals::page_section, {"b"}), within(signals::behaviour_visits, 4, infinity)}));
    last().slots = {other};
    EXPECT_EQ(read_for({0}).signals[0].values.size(), 1u);
    EXPECT_EQ(read_for({0}).signals[1].cuts, (Cuts{0, 2, 5}));
    EXPECT_EQ(ids(read_for({other})), (std::vector<SignalId>{signals::page_section, signals::device_type,
                                                             signals::behaviour_visits}));
    EXPECT_EQ(read_for({other}).signals[2].cuts, (Cuts{0, 4}));
    EXPECT_EQ(read_for({other, 0, empty}).signals[0].values.size(), 2u);
    EXPECT_EQ(read_for({other, 0}).signals[2].cuts, (Cuts{0, 2, 4, 5}));
    EXPECT_EQ(read().signals[2].cuts, (Cuts{0, 2, 4, 5}));
    EXPECT_TRUE(read_for({empty}).signals.empty());
    EXPECT_TRUE(read_for({}).signals.empty());
}

TEST_F(ManifestTest, TheOffsetIsReadByTheVisitorsClockOnly) {
    Condition evening;
    evening.kind = Condition::Kind::segment;
    evening.segments = {0};
    builder_.set().segments.push_back({"evening", within(signals::time_hour, 18, 23), {}});
    const SlotId by_site = add_slot("by-site", within(signals::time_weekday, 0, 4));
    add(evening);
    last().slots = {by_site};
    last().clock = Clock::site;
    EXPECT_FALSE(read().utc_offset);
    // The same segment by the other clock.
    add(evening);
    EXPECT_FALSE(read_for({by_site}).utc_offset);
    EXPECT_TRUE(read_for({0}).utc_offset);
    EXPECT_TRUE(read().utc_offset);
    EXPECT_TRUE(read().signals.empty());
}

TEST_F(ManifestTest, TheSlotsTimeIsThatOfItsRules) {
    const SlotId timed = add_slot("timed", within(signals::time_hour, 18, 23));
    add({});
    last().slots = {timed};
    last().clock = Clock::site;
    EXPECT_FALSE(read_for({timed}).utc_offset);
    last().clock = Clock::visitor;
    EXPECT_TRUE(read_for({timed}).utc_offset);
}

TEST_F(ManifestTest, SentencesInSeveralLanguagesReadThePagesWhole) {
    add({});
    last().why = {{"", "Because."}};
    EXPECT_TRUE(read().signals.empty());
    last().why = {{"en", "Because."}, {"de", "Darum."}};
    ASSERT_EQ(ids(read()), (std::vector<SignalId>{signals::page_language}));
    EXPECT_TRUE(read().signals.front().whole);
}

TEST_F(ManifestTest, WhatIsTooMuchToListIsWhole) {
    const auto sections = [](std::size_t first, std::size_t count) {
        std::vector<std::string> texts;
        for (std::size_t i = first; i < first + count; ++i) { texts.push_back("s" + std::to_string(i)); }
        return texts;
    };
    const SlotId other = add_slot("other");
    constexpr std::size_t most = Manifest::of_signal_max;
    add(is(signals::page_section, sections(0, most)));
    add(is(signals::page_section, sections(1, most)));
    last().slots = {other};
    EXPECT_EQ(read_for({0}).signals.front().values.size(), most);
    EXPECT_EQ(read_for({other}).signals.front().values.size(), most);
    EXPECT_TRUE(read_for({0, other}).signals.front().whole);
    EXPECT_TRUE(read().signals.front().whole);
    EXPECT_TRUE(read().signals.front().values.empty());

    builder_.set().rules.clear();
    std::vector<Interval> intervals;
    for (std::size_t i = 1; i < most / 2; ++i) {
        intervals.push_back({static_cast<double>(3 * i), static_cast<double>(3 * i)});
    }
    add(test_of(signals::behaviour_visits, {Operator::Kind::within, false, {}, intervals}));
    EXPECT_EQ(read().signals.front().cuts.size(), most - 1);
    add(within(signals::behaviour_visits, 5e6, 5e6));
    EXPECT_TRUE(read().signals.front().whole);
    EXPECT_TRUE(read().signals.front().cuts.empty());
}

// Whatever the rules: a slot that is asked for comes with its signals, if not with their values.
TEST_F(ManifestTest, AllSlotsTogetherKeepABoundedNumber) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < Manifest::of_signal_max; ++i) { texts.push_back("s" + std::to_string(i)); }
    add(is(signals::page_section, texts));
    constexpr std::size_t enough = Manifest::of_slots_max / Manifest::of_signal_max + 2;
    for (std::size_t i = 0; i < enough; ++i) {
        last().slots.push_back(add_slot("slot-" + std::to_string(i)));
    }
    EXPECT_EQ(read().signals.front().values.size(), Manifest::of_signal_max);
    const Manifest& manifest = manifest_of(*index_);
    EXPECT_FALSE(manifest.of(std::vector<SlotId>{0}).signals.front().whole);
    EXPECT_TRUE(manifest.of(std::vector<SlotId>{enough}).signals.front().whole);
    EXPECT_LT(manifest.bytes(), Manifest::of_slots_max * 2 * sizeof(double));
}

}  // namespace
}  // namespace passerby::engine
