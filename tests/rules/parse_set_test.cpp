// Rules, contents, slots and declared signals: what of their text arrives in the rule set.
#include <gtest/gtest.h>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

using std::chrono::year;

engine::RuleSet set_of(const std::string& text) {
    Loaded loaded = load_set(text);
    EXPECT_TRUE(loaded.rule_set) << text << first_remark(loaded);
    return loaded.rule_set ? *std::move(loaded.rule_set) : engine::RuleSet{};
}

engine::Rule rule_of(const std::string& members, const std::string& timezone = "UTC") {
    const engine::RuleSet set = set_of(
        "timezone: " + timezone +
        "\nslots: {hero: {}, side: {}}\ncontent: {a: {}, b: {}}\nrules: [{id: r, slot: hero, show: a, " +
        members + "}]\n");
    return set.rules.empty() ? engine::Rule{} : set.rules[0];
}

engine::Instant utc(std::chrono::year_month_day day, int hours = 0, int minutes = 0) {
    return engine::Instant{std::chrono::sys_days{day}} + std::chrono::hours{hours} +
           std::chrono::minutes{minutes};
}

TEST(ParseRule, has_defaults) {
    const engine::Rule rule = rule_of("");
    EXPECT_EQ(rule.priority, 0);
    EXPECT_EQ(rule.weight, 1);
    EXPECT_EQ(rule.clock, engine::Clock::visitor);
    EXPECT_EQ(rule.from, engine::Instant::min());
    EXPECT_EQ(rule.until, engine::Instant::max());
    EXPECT_TRUE(rule.enabled);
    EXPECT_FALSE(rule.budget);
    EXPECT_EQ(rule.show.size(), 1u);
    EXPECT_EQ(rule.show[0].weight, 1);
}

TEST(ParseRule, reads_every_key) {
    const engine::Rule rule = rule_of(
        "priority: -1000000000, weight: 0.5, clock: Site, enabled: false, notes: n, owner: o, allow: "
        "[shadowed, expired], "
        "why: {en: E, de-CH: D}, budget: {clicks: 5, per: total, pace: asap}");
    EXPECT_EQ(rule.priority, -1'000'000'000);
    EXPECT_EQ(rule.weight, 0.5);
    EXPECT_EQ(rule.clock, engine::Clock::site);
    EXPECT_FALSE(rule.enabled);
    EXPECT_EQ(rule.notes, "n");
    EXPECT_EQ(rule.owner, "o");
    EXPECT_EQ(rule.allow, (std::vector<std::string>{"shadowed", "expired"}));
    ASSERT_EQ(rule.why.size(), 2u);
    EXPECT_EQ(rule.why[1].language, "de-CH");
    EXPECT_EQ(rule.why[1].text, "D");
    ASSERT_TRUE(rule.budget);
    EXPECT_EQ(rule.budget->counts, engine::Budget::Counts::clicks);
    EXPECT_EQ(rule.budget->limit, 5u);
    EXPECT_EQ(rule.budget->per, engine::Budget::Per::total);
    EXPECT_EQ(rule.budget->pace, engine::Budget::Pace::asap);
    EXPECT_EQ(rule_of("budget: {impressions: 5, per: day}").budget->pace, engine::Budget::Pace::even);
    EXPECT_EQ(rule_of("why: Because.").why.at(0).language, "");
}

TEST(ParseRule, shows_in_several_slots_and_splits) {
    const engine::RuleSet set = set_of(
        "slots: {x: {}, y: {}}\ncontent: {a: {}, b: {}}\n"
        "rules: [{id: r, slot: [y, x], show: [b, {content: a, weight: 2.5}]}]\n");
    EXPECT_EQ(set.rules[0].slots, (std::vector<engine::SlotId>{1, 0}));
    ASSERT_EQ(set.rules[0].show.size(), 2u);
    EXPECT_EQ(set.rules[0].show[0].content, 1u);
    EXPECT_EQ(set.rules[0].show[0].weight, 1);
    EXPECT_EQ(set.rules[0].show[1].weight, 2.5);
}

TEST(Schedule, a_date_is_the_whole_day_in_the_sets_zone) {
    const engine::Rule rule = rule_of("from: 2030-06-01, until: 2030-06-02", "Europe/Berlin");
    EXPECT_EQ(rule.from, utc(year(2030) / 5 / 31, 22));
    EXPECT_EQ(rule.until, utc(year(2030) / 6 / 2, 22));
    EXPECT_LT(rule_of("from: 2030-06-01, until: 2030-06-01").from, rule_of("until: 2030-06-01").until);
}

TEST(Schedule, a_time_is_a_moment_with_or_without_an_offset) {
    EXPECT_EQ(rule_of("from: '2030-06-01T10:00'", "Europe/Berlin").from, utc(year(2030) / 6 / 1, 8));
    EXPECT_EQ(rule_of("from: 2030-06-01T10:00:30Z", "Europe/Berlin").from,
              utc(year(2030) / 6 / 1, 10) + std::chrono::seconds{30});
    EXPECT_EQ(rule_of("until: 2030-06-01T10:00-05:30", "Europe/Berlin").until,
              utc(year(2030) / 6 / 1, 15, 30));
}

TEST(Schedule, a_time_that_the_clocks_skip_or_repeat_is_the_first_moment_at_or_after_it) {
    // 2030-03-31 02:00 to 03:00 does not exist in Berlin, 2030-10-27 02:00 to 03:00 comes twice.
    EXPECT_EQ(rule_of("from: '2030-03-31T02:30'", "Europe/Berlin").from, utc(year(2030) / 3 / 31, 1));
    EXPECT_EQ(rule_of("from: '2030-10-27T02:30'", "Europe/Berlin").from, utc(year(2030) / 10 / 27, 0, 30));
    EXPECT_EQ(rule_of("until: '2030-10-27T02:30'", "Europe/Berlin").until, utc(year(2030) / 10 / 27, 0, 30));
    // A day without a midnight: the clocks of Beirut go from 00:00 to 01:00.
    EXPECT_EQ(rule_of("from: 2030-03-31", "Asia/Beirut").from, utc(year(2030) / 3 / 30, 22));
}

TEST(ParseContent, data_is_json_that_keeps_types_digits_and_order) {
    const auto data = [](const std::string& text) {
        const engine::RuleSet set =
            set_of("slots: {s: {fallback: c}}\ncontent:\n  c:\n    data: " + text + "\n");
        return set.contents.empty() ? std::string() : set.contents[0].data;
    };
    EXPECT_EQ(data("{}"), "{}");
    EXPECT_EQ(data("{z: 1, a: 2}"), R"({"z":1,"a":2})");
    EXPECT_EQ(data("{a: true, b: false, c: null}"), R"({"a":true,"b":false,"c":null})");
    EXPECT_EQ(data("{a: 'true', b: \"null\", c: '1'}"), R"({"a":"true","b":"null","c":"1"})");
    EXPECT_EQ(data("{a: 1.50, b: -0, c: 1e400, d: 12345678901234567890, e: 1E+2}"),
              R"({"a":1.50,"b":-0,"c":1e400,"d":12345678901234567890,"e":1E+2})");
    EXPECT_EQ(data("{a: 007, b: +1, c: .5, d: 1., e: 0x1F, f: 1_0, g: .nan, h: 1e}"),
              R"({"a":"007","b":"+1","c":".5","d":"1.","e":"0x1F","f":"1_0","g":".nan","h":"1e"})");
    EXPECT_EQ(data("{a: yes, b: ~, c: True, d: , e: 2030-01-01, f: NO}"),
              R"({"a":"yes","b":"~","c":"True","d":"","e":"2030-01-01","f":"NO"})");
    EXPECT_EQ(data("{a: [], b: {}, c: [1, [x, {y: z}]]}"), R"({"a":[],"b":{},"c":[1,["x",{"y":"z"}]]})");
    EXPECT_EQ(data(R"({a: "q\"\\\t\né", 'k"': /})"), "{\"a\":\"q\\\"\\\\\\t\\né\",\"k\\\"\":\"/\"}");
}

TEST(ParseContent, has_groups_and_caps) {
    const engine::RuleSet set = set_of(
        "slots: {s: {fallback: a}, t: {fallback: b}, u: {fallback: c}}\n"
        "content: {a: {exclusive: g}, b: {exclusive: g, cap: {times: 3, per: Week}}, c: }\n");
    EXPECT_EQ(set.exclusive_groups, std::vector<std::string>{"g"});
    EXPECT_EQ(set.contents[0].exclusive, set.contents[1].exclusive);
    EXPECT_EQ(set.contents[1].cap->times, 3u);
    EXPECT_EQ(set.contents[1].cap->per, engine::Cap::Per::week);
    EXPECT_FALSE(set.contents[2].exclusive);
}

TEST(ParseSlot, has_defaults_and_members) {
    const engine::RuleSet set =
        set_of("slots: {a: , b: {count: 10, fallback: c, when: {device.type: tv}}}\ncontent: {c: {}}\n");
    EXPECT_EQ(set.slots[0].count, 1);
    EXPECT_FALSE(set.slots[0].fallback);
    EXPECT_EQ(set.slots[1].count, 10);
    EXPECT_EQ(set.slots[1].fallback, 0u);
    EXPECT_EQ(set.slots[1].when.kind, engine::Condition::Kind::test);
}

TEST(ParseSignals, declare_what_the_vocabulary_knows_from_then_on) {
    const engine::RuleSet set = set_of(
        "signals:\n"
        "  page.author: {type: string}\n"
        "  page.labels: {type: Set, values: [Live, opinion]}\n"
        "  behaviour.tier: {type: integer, min: 1, max: 9, purpose: history}\n"
        "  location.store: {type: string, purpose: behaviour}\n"
        "  device.dark: {type: boolean}\n"
        "  behaviour.score: {type: number}\n");
    const auto signal = [&](std::string_view name) {
        return set.vocabulary[set.vocabulary.find(name).value()];
    };
    using engine::Purpose;
    EXPECT_EQ(set.vocabulary.find("page.author"), engine::signals::count);
    EXPECT_EQ(signal("page.labels").type, engine::SignalType::set);
    EXPECT_EQ(signal("page.labels").values, (std::vector<std::string>{"Live", "opinion"}));
    EXPECT_EQ(signal("page.labels").values_are, engine::Values::listed);
    EXPECT_EQ(signal("behaviour.tier").min, 1);
    EXPECT_EQ(signal("behaviour.tier").max, 9);
    EXPECT_EQ(signal("behaviour.tier").needs, engine::PurposeSet{Purpose::history})
        << "in place of behaviour";
    EXPECT_TRUE(signal("location.store").needs.has(Purpose::behaviour));
    EXPECT_TRUE(signal("location.store").needs.has(Purpose::location)) << "never instead";
    EXPECT_EQ(signal("behaviour.score").min, -1e15);
    EXPECT_EQ(signal("behaviour.score").max, 1e15);
    EXPECT_TRUE(signal("device.dark").declared);
}

TEST(ParseSet, texts_with_a_mark_and_with_windows_line_ends_are_fine) {
    const engine::RuleSet set =
        set_of("\xEF\xBB\xBFslots:\r\n  hero: {fallback: a}\r\ncontent:\r\n  a:\r\n    data: {t: x}\r\n");
    EXPECT_EQ(set.slots.at(0).place.line, 2u);
    EXPECT_EQ(set.contents.at(0).data, R"({"t":"x"})");
}

}  // namespace
}  // namespace passerby::rules
