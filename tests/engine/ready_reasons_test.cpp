// Which reasons are told in advance, and that being told later makes no difference.
#include "engine/ready_reasons.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "engine/compiled_rules.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;

const ReadyReason* ready_of(const RuleIndex& index, RuleId rule, SlotId slot = 0) {
    const auto& rules = index.compiled().slots[slot].index.rules;
    const auto at = std::find(rules.begin(), rules.end(), rule);
    if (at == rules.end()) { return nullptr; }
    return index.compiled().ready_reasons.find(slot, static_cast<Position>(at - rules.begin()));
}

std::vector<SignalId> list(std::span<const SignalId> signals) {
    return {signals.begin(), signals.end()};
}

Condition sport() {
    return is(signals::page_section, {"sport"});
}
Condition evening() {
    return within(signals::time_hour, 18, 23);
}

TEST(ReadyReasons, AreThoseOfConditionsThatLeaveNoChoice) {
    SetBuilder builder;
    builder.rule("everybody", {}, {{"a", 1}});
    builder.rule("both", all({sport(), evening()}), {{"a", 1}});
    builder.rule("neither", no(any({sport(), evening()})), {{"a", 1}});
    builder.rule("one of one", any({all({sport()})}), {{"a", 1}});
    builder.rule("either", any({sport(), evening()}), {{"a", 1}});
    builder.rule("not both", no(all({sport(), evening()})), {{"a", 1}});
    builder.rule("off", {}, {{"a", 1}}).enabled = false;
    const auto index = builder.compile();
    for (RuleId rule = 0; rule < 4; ++rule) {
        ASSERT_TRUE(ready_of(*index, rule)) << builder.set().rules[rule].id;
    }
    for (RuleId rule = 4; rule < 7; ++rule) {
        EXPECT_FALSE(ready_of(*index, rule)) << builder.set().rules[rule].id;
    }
    EXPECT_EQ(ready_of(*index, 0)->why(), "Shown to everybody.");
    EXPECT_EQ(ready_of(*index, 1)->why(),
              "Shown because this page is in the sport section and it is evening.");
    EXPECT_EQ(list(ready_of(*index, 1)->signals()),
              (std::vector<SignalId>{signals::page_section, signals::time_hour}));
    EXPECT_EQ(index->compiled().ready_reasons.size(), 4u);
}

TEST(ReadyReasons, TellTheConditionOfEachSlot) {
    SetBuilder builder;
    builder.set().slots.push_back({"evening", {}, 1, evening(), {}});
    builder.set().slots.push_back({"either", {}, 1, any({sport(), evening()}), {}});
    builder.rule("r", sport(), {{"a", 1}}).slots = {0, 1, 2};
    const auto index = builder.compile();
    EXPECT_EQ(list(ready_of(*index, 0, 0)->signals()), std::vector<SignalId>{signals::page_section});
    EXPECT_EQ(list(ready_of(*index, 0, 1)->signals()),
              (std::vector<SignalId>{signals::page_section, signals::time_hour}));
    EXPECT_NE(ready_of(*index, 0, 0)->why(), ready_of(*index, 0, 1)->why());
    EXPECT_FALSE(ready_of(*index, 0, 2));
}

TEST(ReadyReasons, LeaveTheLanguageToTheVisit) {
    SetBuilder builder;
    builder.rule("own", sport(), {{"a", 1}}).why = {{"", "Because."}};
    builder.rule("by language", sport(), {{"b", 1}}).why = {{"en", "Because."}, {"de", "Darum."}};
    builder.set().rules[1].priority = 1;
    const auto index = builder.compile();
    EXPECT_EQ(ready_of(*index, 0)->why(), "Because.");
    ASSERT_TRUE(ready_of(*index, 1));
    EXPECT_FALSE(ready_of(*index, 1)->has_why());
    for (const auto& [language, why] : {std::pair("de-CH", "Darum."), std::pair("fr", "Because.")}) {
        Visit visit(index);
        visit.signals.offer(signals::page_section, std::string_view("sport"));
        visit.signals.offer(signals::page_language, std::string_view(language));
        const Decision decision = visit.decide();
        EXPECT_EQ(decision.slots[0].choices[0].why, why);
        EXPECT_EQ(list(decision.slots[0].choices[0].signals), std::vector<SignalId>{signals::page_section});
    }
}

// A slot of as many rules as are told in advance, and more: whoever wins, the sentence is the rule's own.
TEST(ReadyReasons, AreTheFirstOfManyAndTheRestIsToldAlike) {
    constexpr int ready = ReadyReasons::of_slot_max;
    SetBuilder builder;
    for (int i = 0; i < ready + 800; ++i) {
        const std::string section = "s" + std::to_string(i);
        Rule& rule = builder.set().rules.emplace_back();
        rule.id = section;
        rule.slots = {0};
        rule.when = is(signals::page_section, {section});
        rule.show = {{builder.content("only"), 1}};
        rule.priority = -i;
    }
    const auto index = builder.compile();
    EXPECT_TRUE(ready_of(*index, ready - 1));
    EXPECT_FALSE(ready_of(*index, ready));
    for (const int i : {0, 5, ready - 1, ready, ready + 799}) {
        Visit visit(index);
        const std::string section = "s" + std::to_string(i);
        visit.signals.offer(signals::page_section, std::string_view(section));
        const Decision decision = visit.decide();
        const Choice& choice = decision.slots[0].choices[0];
        EXPECT_EQ(choice.why, "Shown because this page is in the " + section + " section.");
        EXPECT_EQ(list(choice.signals), std::vector<SignalId>{signals::page_section});
    }
}

// The buffers move while they grow: what was told first must still be right at the end.
TEST(ReadyReasons, OfOneAnswerMayBeOfBothKinds) {
    constexpr int places = 200;
    SetBuilder builder;
    builder.hero().count = places;
    for (int i = 0; i < places; ++i) {
        const std::string name = "c" + std::to_string(i);
        const Condition condition = is(signals::page_section, {"sport", "s" + std::to_string(i)});
        builder.rule(name, i % 3 == 0 ? condition : any({condition, evening()}), {{name, 1}}).priority = -i;
    }
    const auto index = builder.compile();
    Visit visit(index);
    visit.signals.offer(signals::page_section, std::string_view("sport"));
    visit.now = Instant{std::chrono::hours{12}};
    for (int round = 0; round < 2; ++round) {
        const Decision decision = visit.decide();
        ASSERT_EQ(decision.slots[0].choices.size(), static_cast<std::size_t>(places));
        for (int i = 0; i < places; ++i) {
            const Choice& choice = decision.slots[0].choices[static_cast<std::size_t>(i)];
            EXPECT_EQ(choice.why,
                      "Shown because this page is in the sport or s" + std::to_string(i) + " section.");
            EXPECT_EQ(list(choice.signals), std::vector<SignalId>{signals::page_section});
        }
    }
}

}  // namespace
}  // namespace passerby::engine
