// Deciding, step by step: matching, tiers, draws, exclusion, reasons, sentences, and when it may change.
#include "engine/decide.hpp"

#include <gtest/gtest.h>

#include <map>

#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;
using Names = std::vector<std::string>;

TEST(Decide, takes_the_highest_priority_that_matches) {
    SetBuilder builder;
    builder.rule("low", {}, {{"a", 1}});
    builder.rule("high", is(signals::page_section, {"sport"}), {{"b", 1}}).priority = 5;
    Visit sport(builder.compile());
    sport.signals.offer(signals::page_section, std::string_view("SPORT"));
    EXPECT_EQ(sport.shown(), Names{"b"});
    EXPECT_EQ(sport.matches(), (Names{"high", "low"}));
    Visit elsewhere(builder.compile());
    EXPECT_EQ(elsewhere.shown(), Names{"a"});
}

TEST(Decide, an_unknown_signal_satisfies_neither_a_test_nor_its_opposite) {
    SetBuilder builder;
    builder.rule("is", is(signals::page_section, {"sport"}), {{"a", 1}});
    builder.rule("is-not", is_not(signals::page_section, {"sport"}), {{"b", 1}});
    builder.rule("not-is", no(is(signals::page_section, {"sport"})), {{"c", 1}});
    builder.rule("either", any({is(signals::page_section, {"sport"}), is(signals::page_type, {"article"})}),
                 {{"d", 1}});
    Visit visit(builder.compile());
    EXPECT_EQ(visit.matches(), Names{});
    visit.signals.offer(signals::page_type, std::string_view("article"));
    EXPECT_EQ(visit.matches(), Names{"either"});
    visit.signals.offer(signals::page_section, std::string_view("arts"));
    EXPECT_EQ(visit.matches(), (Names{"is-not", "not-is", "either"}));
}

TEST(Decide, sets_contain_any_all_or_none) {
    SetBuilder builder;
    builder.rule("any", is(signals::page_topics, {"a", "b"}), {{"1", 1}});
    builder.rule("all", test_of(signals::page_topics, {Operator::Kind::all_of, false, {"a", "b"}, {}}),
                 {{"2", 1}});
    builder.rule("none", is_not(signals::page_topics, {"a", "b"}), {{"3", 1}});
    const auto index = builder.compile();
    const auto matches = [&](std::vector<std::string_view> topics) {
        Visit visit(index);
        visit.signals.offer(signals::page_topics, std::span<const std::string_view>(topics));
        return visit.matches();
    };
    EXPECT_EQ(matches({"a"}), Names{"any"});
    EXPECT_EQ(matches({"b", "c", "a"}), (Names{"any", "all"}));
    EXPECT_EQ(matches({"c"}), Names{"none"});
    EXPECT_EQ(matches({}), Names{"none"});
}

TEST(Decide, a_split_is_exact_over_the_buckets) {
    SetBuilder builder;
    builder.rule("split", {}, {{"a", 70}, {"b", 30}});
    const auto index = builder.compile();
    std::map<std::string, int> counts;
    for (std::uint8_t bucket = 0; bucket < 100; ++bucket) {
        Visit visit(index);
        visit.bucket = bucket;
        const Decision decision = visit.decide();
        ++counts[std::string(index->content_name(decision.slots[0].choices[0].content))];
        EXPECT_EQ(decision.slots[0].choices[0].reason, Reason::split);
        EXPECT_EQ(decision.valid_until, never_changes);
    }
    EXPECT_EQ(counts, (std::map<std::string, int>{{"a", 70}, {"b", 30}}));
}

TEST(Decide, a_taken_variant_leaves_the_others_their_visitors) {
    SetBuilder builder;
    builder.rule("split", {}, {{"a", 50}, {"b", 30}, {"c", 20}});
    const auto index = builder.compile();
    std::map<std::string, int> counts;
    for (std::uint8_t bucket = 0; bucket < 100; ++bucket) {
        Visit all(index);
        all.bucket = bucket;
        const Names first = all.shown();
        Visit without(index);
        without.bucket = bucket;
        without.excluded = {builder.content("a")};
        const Names second = without.shown();
        if (first != Names{"a"}) { EXPECT_EQ(second, first); }
        ++counts[second.front()];
    }
    EXPECT_EQ(counts, (std::map<std::string, int>{{"b", 60}, {"c", 40}}));
}

TEST(Decide, without_a_bucket_chance_follows_the_weights_and_says_so) {
    SetBuilder builder;
    builder.rule("often", {}, {{"a", 1}}).weight = 3;
    builder.rule("seldom", {}, {{"b", 1}});
    Visit visit(builder.compile());
    visit.bucket.reset();
    int often = 0;
    for (int i = 0; i < 10'000; ++i) {
        const Decision decision = visit.decide();
        EXPECT_EQ(decision.valid_until, std::nullopt);
        often += decision.slots[0].choices[0].rule == RuleId{0};
    }
    EXPECT_NEAR(often, 7'500, 250);
}

TEST(Decide, fills_several_places_never_twice_from_one_group) {
    SetBuilder builder;
    builder.hero().count = 3;
    builder.set().exclusive_groups = {"sale"};
    builder.rule("two", {}, {{"a", 1}, {"b", 1}});
    builder.rule("rival", {}, {{"c", 1}}).priority = 9;
    builder.set().contents[builder.content("c")].exclusive = 0;
    builder.set().contents[builder.content("a")].exclusive = 0;
    Visit visit(builder.compile());
    const Decision decision = visit.decide();
    ASSERT_EQ(decision.slots[0].choices.size(), 2u);
    EXPECT_EQ(decision.slots[0].choices[0].content, builder.content("c"));
    EXPECT_EQ(decision.slots[0].choices[0].reason, Reason::targeting_match);
    EXPECT_EQ(decision.slots[0].choices[1].content, builder.content("b"));
    EXPECT_EQ(decision.slots[0].choices[1].reason, Reason::targeting_match);
}

TEST(Decide, falls_back_only_where_nothing_was_chosen) {
    SetBuilder builder;
    builder.hero().fallback = builder.content("welcome");
    builder.rule("sport", is(signals::page_section, {"sport"}), {{"a", 1}});
    Visit visit(builder.compile());
    const Decision decision = visit.decide();
    ASSERT_EQ(decision.slots[0].choices.size(), 1u);
    EXPECT_EQ(decision.slots[0].choices[0].reason, Reason::fallback);
    EXPECT_FALSE(decision.slots[0].choices[0].rule);
    EXPECT_TRUE(decision.slots[0].choices[0].signals.empty());
    visit.excluded = {builder.content("welcome")};
    EXPECT_EQ(visit.shown(), Names{});
}

TEST(Decide, names_the_signals_of_the_branch_that_held_and_no_other) {
    SetBuilder builder;
    builder.rule("r",
                 all({any({is(signals::page_section, {"sport"}), is(signals::page_type, {"article"})}),
                      no(is(signals::page_language, {"de"}))}),
                 {{"a", 1}});
    Visit visit(builder.compile());
    visit.signals.offer(signals::page_section, std::string_view("arts"));
    visit.signals.offer(signals::page_type, std::string_view("article"));
    visit.signals.offer(signals::page_language, std::string_view("en"));
    const Decision decision = visit.decide();
    const auto told = decision.slots[0].choices[0].signals;
    EXPECT_EQ(std::vector<SignalId>(told.begin(), told.end()),
              (std::vector<SignalId>{signals::page_type, signals::page_language}));
}

TEST(Decide, schedules_open_and_close) {
    SetBuilder builder;
    Rule& rule = builder.rule("r", {}, {{"a", 1}});
    Visit visit(builder.compile());
    rule.from = visit.now + std::chrono::hours{1};
    rule.until = visit.now + std::chrono::hours{2};
    Visit scheduled(builder.compile());
    EXPECT_EQ(scheduled.shown(), Names{});
    EXPECT_EQ(scheduled.decide().valid_until, rule.from);
    scheduled.now = rule.from;
    EXPECT_EQ(scheduled.shown(), Names{"a"});
    EXPECT_EQ(scheduled.decide().valid_until, rule.until);
    scheduled.now = rule.until;
    EXPECT_EQ(scheduled.shown(), Names{});
    EXPECT_EQ(scheduled.decide().valid_until, never_changes);
}

TEST(Decide, exact_until_looks_past_boundaries_that_change_nothing) {
    SetBuilder builder;
    builder.rule("evening-sport",
                 all({within(signals::time_hour, 18, 23), is(signals::page_section, {"sport"})}), {{"a", 1}});
    builder.rule("always", {}, {{"b", 1}}).priority = -1;
    Visit visit(builder.compile());
    visit.now = Instant{std::chrono::days{20'000}} + std::chrono::hours{12};
    const Instant evening = Instant{std::chrono::days{20'000}} + std::chrono::hours{18};
    EXPECT_EQ(visit.decide().valid_until, evening);
    visit.exact_until = true;
    EXPECT_EQ(visit.decide().valid_until, never_changes);
    visit.signals.offer(signals::page_section, std::string_view("sport"));
    EXPECT_EQ(visit.decide().valid_until, evening);
}

std::shared_ptr<const RuleIndex> compiled_alone(Rule rule) {
    SetBuilder builder;
    rule.show = {{builder.content("only"), 1}};
    builder.set().rules = {std::move(rule)};
    return builder.compile();
}

TEST(Decide, many_blocks_agree_with_one_rule_at_a_time) {
    for (const std::size_t size : {1u, 511u, 512u, 513u, 1'200u}) {
        SetBuilder builder;
        for (std::size_t i = 0; i < size; ++i) {
            const std::string section = "s" + std::to_string(i % 7);
            const double hour = static_cast<double>(i % 24);
            auto& rule = builder.rule(
                "r" + std::to_string(i),
                i % 3 == 0 ? is(signals::page_section, {section})
                : i % 3 == 1
                    ? all({is_not(signals::page_section, {section}), within(signals::time_hour, hour, 23)})
                    : any({is(signals::page_section, {section}), within(signals::time_hour, 0, hour)}),
                {{"c" + std::to_string(i), 1}});
            rule.priority = static_cast<std::int32_t>(i % 5);
        }
        const auto whole = builder.compile();
        std::vector<std::shared_ptr<const RuleIndex>> singles;
        for (const Rule& rule : builder.set().rules) { singles.push_back(compiled_alone(rule)); }
        for (const char* section : {"s0", "s3", "zzz"}) {
            Names expected;
            for (std::int32_t priority = 4; priority >= 0; --priority) {
                for (std::size_t i = 0; i < size; ++i) {
                    if (builder.set().rules[i].priority != priority) { continue; }
                    Visit alone(singles[i]);
                    alone.signals.offer(signals::page_section, std::string_view(section));
                    if (!alone.matches().empty()) { expected.push_back(builder.set().rules[i].id); }
                }
            }
            Visit visit(whole);
            visit.signals.offer(signals::page_section, std::string_view(section));
            EXPECT_EQ(visit.matches(), expected) << size << " " << section;
        }
    }
}

TEST(Explain, says_what_became_of_every_rule) {
    SetBuilder builder;
    builder.rule("won", {}, {{"a", 1}}).priority = 3;
    builder.rule("same-content", {}, {{"a", 1}}).priority = 2;
    builder.rule("lost", {}, {{"b", 1}}).priority = 1;
    builder.rule("off", {}, {{"b", 1}}).enabled = false;
    builder.rule("failed", all({within(signals::time_hour, 0, 23), is(signals::page_section, {"arts"})}),
                 {{"b", 1}});
    builder.rule("unknown", any({is(signals::page_section, {"arts"}), no(is(signals::page_type, {"x"}))}),
                 {{"b", 1}});
    builder.rule("over", {}, {{"b", 1}}).until = Instant{std::chrono::seconds{5}};
    Visit visit(builder.compile());
    visit.signals.offer(signals::page_section, std::string_view("sport"));
    const Explanation explanation = visit.explain();
    std::map<std::string, Outcome> outcomes;
    for (const RuleExplanation& rule : explanation.slots[0].rules) {
        outcomes[builder.set().rules[rule.rule].id] = rule.outcome;
    }
    EXPECT_EQ(outcomes, (std::map<std::string, Outcome>{{"won", Outcome::matched},
                                                        {"same-content", Outcome::outranked},
                                                        {"lost", Outcome::outranked},
                                                        {"off", Outcome::disabled},
                                                        {"failed", Outcome::failed},
                                                        {"unknown", Outcome::unknown},
                                                        {"over", Outcome::outside_schedule}}));
    const auto& rules = explanation.slots[0].rules;
    const auto unknown = std::find_if(rules.begin(), rules.end(),
                                      [](const auto& rule) { return rule.outcome == Outcome::unknown; });
    EXPECT_EQ(unknown->test->path, "when.any[1].not.page.type");
    const auto failed = std::find_if(rules.begin(), rules.end(),
                                     [](const auto& rule) { return rule.outcome == Outcome::failed; });
    EXPECT_EQ(failed->test->path, "when.page.section");
    EXPECT_EQ(failed->test->signal, signals::page_section);
}

TEST(Explain, tells_capped_from_excluded) {
    SetBuilder builder;
    builder.hero().count = 2;
    builder.rule("capped", {}, {{"a", 1}}).priority = 3;
    builder.rule("won", {}, {{"b", 1}}).priority = 2;
    builder.rule("taken", {}, {{"b", 1}}).priority = 1;
    Visit visit(builder.compile());
    visit.excluded = {builder.content("a")};
    const Explanation explanation = visit.explain();
    ASSERT_EQ(explanation.slots[0].rules.size(), 3u);
    EXPECT_EQ(explanation.slots[0].rules[0].outcome, Outcome::capped);
    EXPECT_EQ(explanation.slots[0].rules[1].outcome, Outcome::matched);
    EXPECT_EQ(explanation.slots[0].rules[2].outcome, Outcome::excluded);
}

}  // namespace
}  // namespace passerby::engine
