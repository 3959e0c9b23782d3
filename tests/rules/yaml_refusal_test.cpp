// What the reader refuses, and where it points. The wording: tests/golden/rules.
#include <gtest/gtest.h>

#include <string>

#include "engine/limits.hpp"
#include "rules/yaml_reader.hpp"

namespace passerby::rules {
namespace {

struct Read {
    bool empty = false;
    std::string issues;  // `LINE:COLUMN CODE`, one after the other
};

Read read(std::string_view text) {
    std::vector<Issue> issues;
    const Document document = read_yaml("a.yaml", text, issues);
    Read read{.empty = document.empty(), .issues = ""};
    for (const Issue& issue : issues) {
        EXPECT_EQ(issue.file, "a.yaml");
        EXPECT_FALSE(issue.message.empty());
        if (!read.issues.empty()) read.issues += ", ";
        read.issues += std::to_string(issue.line) + ":" + std::to_string(issue.column) + " " + issue.code;
    }
    return read;
}

struct Case {
    std::string_view text, issues;
};

void expect_unreadable(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        const Read result = read(one.text);
        EXPECT_EQ(result.issues, one.issues) << one.text;
        EXPECT_TRUE(result.empty) << one.text;
    }
}

void expect_told(std::initializer_list<Case> cases) {
    for (const Case& one : cases) {
        const Read result = read(one.text);
        EXPECT_EQ(result.issues, one.issues) << one.text;
        EXPECT_FALSE(result.empty) << one.text;
    }
}

TEST(YamlRefusal, bytes_that_are_no_text) {
    using namespace std::string_view_literals;
    expect_unreadable({
        {"a: 1\nb: \xFF"sv, "2:4 not-utf8"},
        {"é: \xC3\x28"sv, "1:4 not-utf8"},
        {"\xC0\xAF"sv, "1:1 not-utf8"},          // overlong
        {"\xED\xA0\x80"sv, "1:1 not-utf8"},      // a surrogate
        {"\xF4\x90\x80\x80"sv, "1:1 not-utf8"},  // past U+10FFFF
        {"abcdefgh\xE2\x82"sv, "1:9 not-utf8"},  // cut short
        {"\xFF\xFE\x61\x00"sv, "1:1 not-utf8"},  // UTF-16
        {"a: x\0y"sv, "1:5 control-character"},
        {"# \x1B[31m"sv, "1:3 control-character"},
        {"a: \x7F"sv, "1:4 control-character"},
        {"a: \xC2\x9B"sv, "1:4 control-character"},
        {"a: 1\rb: 2"sv, "1:5 control-character"},
        {"a: 1\r"sv, "1:5 control-character"},
        {"a: \"\\0\""sv, "1:5 control-character"},
        {"a: \"\\x1b\""sv, "1:5 control-character"},
    });
}

TEST(YamlRefusal, what_the_language_leaves_out_of_yaml_is_told_and_reading_goes_on) {
    expect_told({
        {"a: *base", "1:4 yaml-alias"},
        {"a: {glob: [*.html, /x]}", "1:12 yaml-alias"},
        {"*a : 1", "1:1 yaml-alias"},
        {"a: &base {b: 1}\nc: &other 2", "1:4 yaml-anchor, 2:4 yaml-anchor"},
        {"a: &base\n  b: 1", "1:4 yaml-anchor"},
        {"a: !!str 1\nb: !x [!!int 2]", "1:4 yaml-tag, 2:4 yaml-tag, 2:8 yaml-tag"},
        {"a: ! x", "1:4 yaml-tag"},
        {"a: {<<: {b: 1}}\n<<: x", "1:5 yaml-merge, 2:1 yaml-merge"},
        {"a: 1\nb: 2\na: 3\na: 4", "3:1 duplicate-key, 4:1 duplicate-key"},
        {"{a: 1, \"a\": 2}", "1:8 duplicate-key"},
        {"- {x: 1, y: {x: 2}, x: 3}", "1:21 duplicate-key"},
        {"{a:1, b: 2}", "1:2 yaml-syntax"},
    });
}

TEST(YamlRefusal, a_key_twice_among_many) {
    std::string text;
    for (int i = 0; i < 50; ++i) { text += "k" + std::to_string(i) + ": 1\n"; }
    EXPECT_EQ(read(text + "k7: 2\nk7: 3\n").issues, "51:1 duplicate-key, 52:1 duplicate-key");
}

TEST(YamlRefusal, keys_that_are_no_words) {
    expect_unreadable({
        {"[a]: 1", "1:1 yaml-key"},
        {"{a: 1}: 2", "1:1 yaml-key"},
        {"{[a]: 1}", "1:2 yaml-key"},
        {"? a\n: b", "1:1 yaml-key"},
        {"a: 1\n? b", "2:1 yaml-key"},
        {"a: 1\n[b]: 2", "2:1 yaml-key"},
        {"{? a : b}", "1:2 yaml-key"},
        {"[[a]: 1]", "1:2 yaml-key"},
    });
}

TEST(YamlRefusal, more_than_one_document) {
    expect_unreadable({
        {"a: 1\n---\nb: 2", "2:1 yaml-documents"},
        {"---\n---\n", "2:1 yaml-documents"},
        {"a: 1\n...\nb: 2", "3:1 yaml-documents"},
        {"a: 1\n...\n---\nb: 2", "3:1 yaml-documents"},
    });
}

TEST(YamlRefusal, slips_of_indentation) {
    expect_unreadable({
        {"a:\n\tb: 1", "2:1 yaml-syntax"},
        {"a:\n  \tb: 1", "2:3 yaml-syntax"},
        {"-\t- a", "1:3 yaml-syntax"},
        {"-\ta: 1", "1:3 yaml-syntax"},
        {"a:\n    b: 1\n  c: 2", "3:3 yaml-syntax"},
        {"a: 1\n  b: 2", "2:4 yaml-syntax"},
        {"  a: 1\nb: 2", "2:1 yaml-syntax"},
        {"- a\nb: 1", "2:1 yaml-syntax"},
        {"a:\n  - b\n  c: 1", "3:3 yaml-syntax"},
        {"a: 1\n- b", "2:1 yaml-syntax"},
        {"a: 'x'\n  b: 1", "2:3 yaml-syntax"},
        {"a: |\n     \n  x\n", "3:3 yaml-syntax"},
    });
}

TEST(YamlRefusal, slips_of_colons_dashes_and_quotes) {
    expect_unreadable({
        {"a: 1\nslot:hero", "2:5 yaml-syntax"},
        {"a: 1\nslot hero", "2:1 yaml-syntax"},
        {"a: b: c", "1:5 yaml-syntax"},
        {"a: - b", "1:4 yaml-syntax"},
        {": a", "1:1 yaml-syntax"},
        {"a: \"x\nb: 1", "1:4 yaml-syntax"},
        {"a: 'x", "1:4 yaml-syntax"},
        {"a: \"x\" y", "1:8 yaml-syntax"},
        {"a: \"\\q\"", "1:5 yaml-syntax"},
        {"a: \"\\ud83d\"", "1:5 yaml-syntax"},
        {"a: \"\\u12\"", "1:5 yaml-syntax"},
        {"a: @b", "1:4 yaml-syntax"},
        {"a: %b", "1:4 yaml-syntax"},
        {"a: , b", "1:4 yaml-syntax"},
        {"a: | b", "1:5 yaml-syntax"},
        {"%TAG ! x\n---\na", "1:1 yaml-syntax"},
    });
}

TEST(YamlRefusal, slips_of_brackets) {
    expect_unreadable({
        {"a: [b, c\nd: 1", "1:4 yaml-syntax"},
        {"a: {b: 1", "1:4 yaml-syntax"},
        {"a: [b}", "1:6 yaml-syntax"},
        {"a: [b, {c: d]", "1:13 yaml-syntax"},
        {"a: [b,, c]", "1:7 yaml-syntax"},
        {"a: [, b]", "1:5 yaml-syntax"},
        {"a: {b: 1 \"c\": 2}", "1:13 yaml-syntax"},
        {"a: [\"b\" c]", "1:9 yaml-syntax"},
        {"a: [b] c", "1:8 yaml-syntax"},
        {"a: [b]#c", "1:7 yaml-syntax"},
        {"a: ]", "1:4 yaml-syntax"},
        {"a: [- b]", "1:5 yaml-syntax"},
        {"[a [b]]", "1:4 yaml-syntax"},
        {"a: [b\n---\n", "1:4 yaml-syntax"},
        {"{: a}", "1:2 yaml-syntax"},
    });
}

TEST(YamlRefusal, what_is_too_deep_or_too_long) {
    constexpr std::size_t deep = engine::limits::yaml_depth_max + 1,
                          long_ = engine::limits::scalar_bytes_max + 1;
    EXPECT_EQ(read(std::string(deep, '[') + std::string(deep, ']')).issues, "1:65 too-deep");
    std::string block, dashes;
    for (std::size_t i = 0; i < deep; ++i) { block += std::string(i, ' ') + "a:\n", dashes += "- "; }
    EXPECT_EQ(read(block).issues, "65:65 too-deep");
    EXPECT_EQ(read(dashes).issues, "1:129 too-deep");
    const std::string word(long_, 'x');
    expect_told({
        {"a: " + word + "\nb: " + word, "1:4 scalar-too-long, 2:4 scalar-too-long"},
        {"a: '" + word + "'", "1:4 scalar-too-long"},
        {"a: |\n  " + word, "1:4 scalar-too-long"},
        {"a: x\n  " + word, "1:4 scalar-too-long"},
        {word + ": 1", "1:1 scalar-too-long"},
    });
    EXPECT_EQ(read(std::string(engine::limits::file_bytes_max + 1, ' ')).issues, "0:0 file-too-large");
}

TEST(YamlRefusal, stops_after_many_errors) {
    std::string text;
    for (int i = 0; i < 1'000; ++i) { text += "- *a\n"; }
    std::vector<Issue> issues;
    EXPECT_TRUE(read_yaml("a.yaml", text, issues).empty());
    ASSERT_EQ(issues.size(), 101u);
    EXPECT_EQ(issues.back().code, "too-many-problems");
}

// Each once ruined a reader: by memory, by time that grows with the square, or by its stack.
TEST(YamlRefusal, bombs) {
    constexpr std::size_t many = 256u << 10;
    const auto repeated = [](std::string_view unit) {
        std::string text;
        text.reserve(many + unit.size());
        while (text.size() < many) { text += unit; }
        return text;
    };
    for (const char* unit : {"[",    "{", "- ",    "? ",   "\"",      "!",      "! ",   "&a ",   "&a",
                             "%",    "|", ">",     ": ",   "a: ",     "[a: ",   "{a: ", "{a: {", "[\n",
                             "a: [", "@", "---\n", "\"\\", "a: *x\n", "a: 1\n", "[\n#", "'\n "}) {
        const Read result = read(repeated(unit));
        EXPECT_TRUE(result.empty) << unit;
        EXPECT_NE(result.issues, "") << unit;
    }
    for (const char* unit : {"'", "*a ", "x ", "a\n", "-"}) {
        EXPECT_FALSE(read(repeated(unit)).issues.empty()) << unit;
    }
    for (const char* unit : {"- ''\n", "- - a\n", "#\n", "\n", " \n"}) {
        EXPECT_EQ(read(repeated(unit)).issues, "") << unit;
    }
}

}  // namespace
}  // namespace passerby::rules
