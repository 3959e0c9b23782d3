// Every bound of the language: what just fits is read, what goes one beyond is an error that names the bound.
#include <gtest/gtest.h>

#include "engine/limits.hpp"
#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

namespace limits = engine::limits;

const std::string base = "slots: {hero: {}}\ncontent: {welcome: {}}\n";

std::string rule_when(const std::string& condition) {
    return "rules: [{id: r, slot: hero, show: welcome, when: " + condition + "}]\n";
}

// `piece` repeated, each with its number in place of `#`.
std::string repeated(std::size_t times, std::string_view piece) {
    std::string out;
    for (std::size_t i = 0; i < times; ++i) {
        for (const char c : piece) { c == '#' ? out += std::to_string(i) : out += c; }
    }
    return out;
}

bool says(const Loaded& loaded, std::string_view code, std::string_view part) {
    for (const Issue& issue : loaded.issues) {
        if (issue.code == code && issue.message.find(part) != std::string::npos) { return true; }
    }
    return false;
}

bool has_no_error(const Loaded& loaded) {
    return loaded.rule_set.has_value();
}

// `all`, `any` and `not` in turn around one test.
std::string nested(std::size_t depth) {
    std::string condition = "{device.type: phone}";
    for (std::size_t i = 0; i < depth; ++i) {
        const char* around[] = {"{not: ", "{all: [", "{any: ["};
        condition = around[i % 3] + condition + (i % 3 == 0 ? "}" : "]}");
    }
    return condition;
}

TEST(Limits, conditions_nest_sixteen_deep) {
    EXPECT_TRUE(has_no_error(load_set(base + rule_when(nested(16)))));
    EXPECT_TRUE(says(load_set(base + rule_when(nested(17))), "too-deep", "16"));
    EXPECT_TRUE(says(load_set("segments: {s: " + nested(17) + "}"), "too-deep", "16"));
}

TEST(Limits, segments_count_in_the_depth_where_they_are_used) {
    const std::string segments = "segments: {s: " + nested(10) + "}\n";
    EXPECT_TRUE(has_no_error(
        load_set(base + segments + rule_when("{any: [{not: {any: [{not: {any: [{segment: s}]}}]}}]}"))));
    EXPECT_TRUE(says(
        load_set(base + segments + rule_when("{any: [{not: {any: [{not: {any: [{not: {segment: s}}]}}]}}]}")),
        "too-deep", "16"));
    EXPECT_TRUE(says(
        load_set("slots: {hero: {when: {any: [{not: {any: [{not: {any: [{not: {segment: s}}]}}]}}]}}}\n" +
                 segments),
        "too-deep", "16"));
}

TEST(Limits, a_rule_has_a_thousand_tests) {
    const auto any_of = [](std::size_t tests) {
        return "any: [" + repeated(tests, "{page.section: s#},") + "]";
    };
    EXPECT_TRUE(has_no_error(load_set(base + rule_when("{" + any_of(1000) + "}"))));
    EXPECT_TRUE(says(load_set(base + rule_when("{" + any_of(1001) + "}")), "too-many-tests", "1000"));
    // A segment's count where it is used, each time, and a slot's for each of its rules.
    const std::string segment = "segments: {s: {" + any_of(500) + "}}\n";
    EXPECT_TRUE(has_no_error(load_set(base + segment + rule_when("{all: [{segment: s}, {segment: s}]}"))));
    EXPECT_TRUE(
        says(load_set(base + segment + rule_when("{all: [{segment: s}, {segment: s}], device.type: tv}")),
             "too-many-tests", "1000"));
    const std::string slot = "slots: {hero: {when: {device.type: tv}}}\ncontent: {welcome: {}}\n";
    EXPECT_TRUE(says(load_set(slot + rule_when("{" + any_of(1000) + "}")), "too-many-tests", "1000"));
}

TEST(Limits, segments_that_double_each_other_are_counted_without_counting_long) {
    std::string segments = "segments:\n  s0: {device.type: phone}\n";
    for (int i = 1; i < 16; ++i) {
        const std::string last = "s" + std::to_string(i - 1);
        segments += "  s" + std::to_string(i) + ": {any: [";
        for (int j = 0; j < 9; ++j) { segments += "{segment: " + last + "}, "; }
        segments += "]}\n";
    }
    EXPECT_TRUE(says(load_set(base + segments + rule_when("{segment: s7}")), "too-many-tests", "1000"));
}

TEST(Limits, a_list_has_ten_thousand_values) {
    EXPECT_TRUE(
        has_no_error(load_set(base + rule_when("{page.section: [" + repeated(10'000, "s#,") + "]}"))));
    EXPECT_TRUE(says(load_set(base + rule_when("{page.section: [" + repeated(10'001, "s#,") + "]}")),
                     "too-many-values", "10000"));
    EXPECT_TRUE(says(load_set("signals: {page.x: {type: string, values: [" + repeated(10'001, "s#,") + "]}}"),
                     "too-many-values", "10000"));
}

TEST(Limits, a_set_has_a_million_rules) {
    EXPECT_TRUE(says(load_set(base + "rules: [" + repeated(limits::rules_max + 1, "a,") + "]"),
                     "too-many-rules", "1000000"));
}

TEST(Limits, slots_and_declared_signals) {
    EXPECT_TRUE(has_no_error(load_set("slots: {" + repeated(4096, "s#: {},") + "}")));
    EXPECT_TRUE(says(load_set("slots: {" + repeated(4097, "s#: {},") + "}"), "too-many-slots", "4096"));
    EXPECT_TRUE(has_no_error(load_set("signals: {" + repeated(4096, "page.s#: {type: boolean},") + "}")));
    EXPECT_TRUE(says(load_set("signals: {" + repeated(4097, "page.s#: {type: boolean},") + "}"),
                     "too-many-signals", "4096"));
}

TEST(Limits, ids_have_sixty_four_bytes) {
    EXPECT_TRUE(has_no_error(load_set("slots: {" + std::string(64, 'x') + ": {}}")));
    EXPECT_TRUE(says(load_set("slots: {" + std::string(65, 'x') + ": {}}"), "bad-id", "64"));
}

TEST(Limits, a_text_of_nothing_but_mistakes_is_not_listed_for_ever) {
    const Loaded errors = load_set("content: {" + repeated(50'000, "c#: x,") + "}");
    EXPECT_TRUE(says(errors, "too-many-problems", "20000"));
    EXPECT_EQ(errors.issues.size(), 20'001u);
    const Loaded warnings = load_set("content: {" + repeated(50'000, "c#: {},") + "}");
    EXPECT_TRUE(warnings.rule_set);
    EXPECT_TRUE(says(warnings, "too-many-warnings", "20000"));
}

}  // namespace
}  // namespace passerby::rules
