// What the guard of the configuration warns of, accepts and refuses.
#include <gtest/gtest.h>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

std::string set_of(const std::string& rule) {
    return "slots: {hero: {fallback: c}}\ncontent: {c: {}}\nrules: [{id: a, slot: hero, show: c, " + rule +
           "}]\n";
}

Loaded guarded(const std::string& rule, const Guard& guard) {
    return load_text("a.yaml", set_of(rule), {.now = std::nullopt, .guard = guard});
}

constexpr auto few = "when: {page.section: opera}";
const GivenShares one_in_a_million = {{"page.section", {{"opera", 1e-6}}}};

TEST(Narrow, is_a_warning) {
    const Loaded loaded = guarded(few, {.shares = one_in_a_million});
    ASSERT_EQ(loaded.issues.size(), 1u);
    EXPECT_EQ(loaded.issues[0].code, "too-narrow");
    EXPECT_EQ(loaded.issues[0].severity, Severity::warning);
    EXPECT_TRUE(loaded.rule_set);
}

TEST(Narrow, is_measured_by_the_guard) {
    EXPECT_TRUE(guarded(few, {.visits_per_day = 2e6, .shares = one_in_a_million}).issues.empty());
    EXPECT_TRUE(guarded(few, {.min_reach = .2, .shares = one_in_a_million}).issues.empty());
    EXPECT_TRUE(guarded(few, {}).issues.empty());
    EXPECT_EQ(guarded("priority: 1", {.visits_per_day = 1}).issues.size(), 1u);
}

TEST(Narrow, is_accepted_where_the_rule_says_so) {
    EXPECT_TRUE(
        guarded(std::string(few) + ", allow: too-narrow", {.shares = one_in_a_million}).issues.empty());
}

TEST(Narrow, is_refused_where_no_more_can_be) {
    const Guard guard{.refuse = true, .shares = one_in_a_million};
    for (const std::string& rule : {std::string(few), std::string(few) + ", allow: too-narrow"}) {
        const Loaded loaded = guarded(rule, guard);
        ASSERT_EQ(loaded.issues.size(), 1u);
        EXPECT_EQ(loaded.issues[0].code, "too-narrow");
        EXPECT_EQ(loaded.issues[0].severity, Severity::error);
        EXPECT_FALSE(loaded.rule_set);
    }
}

TEST(Narrow, is_not_refused_where_more_might_be) {
    const Guard guard{.refuse = true,
                      .shares = {{"page.section", {{"opera", .001}}}, {"page.type", {{"x", .001}}}}};
    const Loaded loaded = guarded("when: {page.section: opera, page.type: x}", guard);
    ASSERT_EQ(loaded.issues.size(), 1u);
    EXPECT_EQ(loaded.issues[0].severity, Severity::warning);
    EXPECT_TRUE(loaded.rule_set);
}

// A quiet month must not stop a restart.
TEST(Narrow, never_stops_a_load) {
    const Guard guard{.refuse = true, .shares = one_in_a_million};
    const Loaded loaded =
        load_text("a.yaml", set_of(few), {.now = std::nullopt, .lint = false, .guard = guard});
    EXPECT_TRUE(loaded.rule_set);
    EXPECT_TRUE(loaded.issues.empty());
}

}  // namespace
}  // namespace passerby::rules
