// How conditions nest, and where each part says it stands.
#include <gtest/gtest.h>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

using engine::Condition;
using Kind = engine::Condition::Kind;

Condition when(const std::string& condition) {
    const Loaded loaded = load_when(condition);
    EXPECT_TRUE(loaded.rule_set) << condition << ": " << first_remark(loaded);
    return loaded.rule_set ? loaded.rule_set->rules[0].when : Condition{};
}

TEST(ParseCondition, a_rule_without_one_always_holds) {
    const Loaded loaded = load_set("slots: {a: {}}\ncontent: {b: {}}\nrules: [{id: r, slot: a, show: b}]\n");
    EXPECT_EQ(loaded.rule_set->rules[0].when.kind, Kind::always);
}

TEST(ParseCondition, one_entry_stands_for_itself) {
    EXPECT_EQ(when("{device.type: phone}").kind, Kind::test);
    EXPECT_EQ(when("{segment: evening}").kind, Kind::segment);
    EXPECT_EQ(when("{not: {device.type: phone}}").kind, Kind::negation);
    EXPECT_EQ(when("{any: [{device.type: phone}]}").kind, Kind::any);
}

TEST(ParseCondition, words_and_signals_mix_in_one_mapping) {
    const Condition all = when(
        "{device.type: phone, any: [{page.type: a}, {page.type: b, page.section: c}], not: {page.type: d}, "
        "all: [{page.type: e}], segment: [evening, phones]}");
    ASSERT_EQ(all.kind, Kind::all);
    EXPECT_FALSE(all.listed);
    ASSERT_EQ(all.children.size(), 5u);
    EXPECT_EQ(all.children[0].test->signal, engine::signals::device_type);
    ASSERT_EQ(all.children[1].kind, Kind::any);
    EXPECT_EQ(all.children[1].children[0].kind, Kind::test);
    EXPECT_EQ(all.children[1].children[1].kind, Kind::all);
    EXPECT_FALSE(all.children[1].children[1].listed);
    EXPECT_EQ(all.children[2].children.at(0).kind, Kind::test);
    EXPECT_EQ(all.children[3].kind, Kind::all);
    EXPECT_TRUE(all.children[3].listed);
    EXPECT_EQ(all.children[4].segments, (std::vector<engine::SegmentId>{0, 1}));
}

TEST(ParseCondition, knows_where_it_stands) {
    const Loaded loaded = load_set(
        "slots: {hero: {}}\ncontent: {a: {}}\n"
        "rules:\n"
        "  - id: r\n"
        "    slot: hero\n"
        "    show: a\n"
        "    when:\n"
        "      page.section: é\n"
        "      not:\n"
        "        device.type: phone\n");
    ASSERT_TRUE(loaded.rule_set);
    const Condition& all = loaded.rule_set->rules[0].when;
    EXPECT_EQ(loaded.rule_set->rules[0].place, (engine::Place{0, 4, 5}));
    EXPECT_EQ(all.place, (engine::Place{0, 8, 7}));
    EXPECT_EQ(all.children[1].place, (engine::Place{0, 9, 7}));
    EXPECT_EQ(all.children[1].children[0].place, (engine::Place{0, 10, 9}));
}

TEST(ParseCondition, segments_may_be_used_before_they_are_written) {
    const Loaded loaded = load_set("segments: {a: {segment: [b, c]}, b: {page.type: x}, c: {segment: b}}\n");
    ASSERT_TRUE(loaded.rule_set) << first_remark(loaded);
    EXPECT_EQ(loaded.rule_set->segments[0].when.segments, (std::vector<engine::SegmentId>{1, 2}));
}

// A rule of five lists of a hundred alternatives is as long as its text, not a hundred to the fifth.
TEST(ParseCondition, many_alternatives_stay_as_many_as_they_are) {
    std::string condition = "{all: [";
    for (int list = 0; list < 5; ++list) {
        condition += "{any: [";
        for (int i = 0; i < 100; ++i) { condition += "{page.section: s" + std::to_string(i) + "}, "; }
        condition += "]}, ";
    }
    const Condition all = when(condition + "]}");
    ASSERT_EQ(all.children.size(), 5u);
    for (const Condition& any : all.children) { EXPECT_EQ(any.children.size(), 100u); }
}

}  // namespace
}  // namespace passerby::rules
