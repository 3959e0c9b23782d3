// What the reader makes of texts that are YAML. What it refuses: yaml_refusal_test.cpp.
#include "rules/yaml_reader.hpp"

#include <gtest/gtest.h>

#include <string>

#include "engine/limits.hpp"

namespace passerby::rules {
namespace {

// A document on one line: plain scalars bare, others in single quotes.
std::string shown(Node node) {
    std::string text;
    if (node.is_scalar()) {
        const char* quote = node.plain() ? "" : "'";
        return quote + std::string(node.text()) + quote;
    }
    const char* separator = "";
    const auto add = [&](const std::string& part) {
        text += separator + part;
        separator = ", ";
    };
    if (node.is_sequence()) {
        for (Node item : node.items()) { add(shown(item)); }
        return "[" + text + "]";
    }
    for (auto [key, value] : node.entries()) { add(shown(key) + ": " + shown(value)); }
    return "{" + text + "}";
}

std::string read(std::string_view text) {
    std::vector<Issue> issues;
    const Document document = read_yaml("a.yaml", text, issues);
    for (const Issue& issue : issues) {
        ADD_FAILURE() << issue.line << ":" << issue.column << " " << issue.message << "\nin:\n" << text;
    }
    return document.empty() ? "(empty)" : shown(document.root());
}

struct Case {
    std::string_view text, read;
};

TEST(YamlReader, keeps_scalars_as_they_were_written) {
    const Case cases[] = {
        {"a: NO", "{a: NO}"},
        {"a: ~", "{a: ~}"},
        {"a: null", "{a: null}"},
        {"[~, null, NULL, '']", "[~, null, NULL, '']"},
        {"a: 007", "{a: 007}"},
        {"a: on # a comment", "{a: on}"},
        {"a: x#y", "{a: x#y}"},
        {"a: 20 % until midnight", "{a: 20 % until midnight}"},
        {"a: http://example.com/?x=1", "{a: http://example.com/?x=1}"},
        {"a: 18:30-22:00", "{a: 18:30-22:00}"},
        {"a: -5", "{a: -5}"},
        {"a: it's \"fine\"", "{a: it's \"fine\"}"},
        {"-a: ?b", "{-a: ?b}"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, reads_an_absent_value_as_an_empty_text) {
    const Case cases[] = {
        {"a:", "{a: }"},      {"a:\nb: 1", "{a: , b: 1}"}, {"-", "[]"},
        {"- \n- 1", "[, 1]"}, {"{a: , b}", "{a: , b: }"},  {"a: # later\nb: 2", "{a: , b: 2}"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, nests_by_indentation) {
    const Case cases[] = {
        {"a:\n  b:\n    c: 1\n  d: 2\ne: 3", "{a: {b: {c: 1}, d: 2}, e: 3}"},
        {"a:\n- 1\n- 2\nb: 3", "{a: [1, 2], b: 3}"},
        {"a:\n  - 1\n  - b: 2\n    c: 3\n  -\n    d: 4", "{a: [1, {b: 2, c: 3}, {d: 4}]}"},
        {"- - 1\n  - 2\n- 3", "[[1, 2], 3]"},
        {"- a:\n  - 1\n  b: 2", "[{a: [1], b: 2}]"},
        {"\n# first\n\na: 1\n\n  # between\n\nb: 2\n", "{a: 1, b: 2}"},
        {"  a: 1\n  b: 2", "{a: 1, b: 2}"},
        {"a:\tb", "{a: b}"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, reads_brackets_and_all_of_json) {
    const Case cases[] = {
        {"[]", "[]"},
        {"{}", "{}"},
        {"[a, b,]", "[a, b]"},
        {"{a: 1, b: [x, {c: d}]}", "{a: 1, b: [x, {c: d}]}"},
        {"{\"a\":1,\"b\":[true,null,\"x\"]}", "{'a': 1, 'b': [true, null, 'x']}"},
        {"{\n\t\"a\": 1,\n\t\"b\": 2\n}\n", "{'a': 1, 'b': 2}"},
        {"[a: 1, b]", "[{a: 1}, b]"},
        {"a: [x,\n  y] # done\nb: {c:\n  d}", "{a: [x, y], b: {c: d}}"},
        {"a: [ # why\n  x, # x\n  y\n]\n", "{a: [x, y]}"},
        {"{glob: [/a?c, /b/**, what?]}", "{glob: [/a?c, /b/**, what?]}"},
        {"{http://example.com, a}", "{http://example.com: , a: }"},
        {"[two\n  words]", "[two words]"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, reads_quotes_and_their_escapes) {
    const Case cases[] = {
        {"'it''s'", "'it's'"},
        {"'a\\n'", "'a\\n'"},
        {R"("a\tb\\c\"d\/e")", "'a\tb\\c\"d/e'"},
        {R"("\u00e9\x41\U0001F600")", "'éA😀'"},
        {R"("\ud83d\ude00")", "'😀'"},
        {"\"a\n  b\n\n  c\"", "'a b\nc'"},
        {"\"a \\\n   b\"", "'a b'"},
        {"\"a\\\n\n   b\"", "'a\nb'"},
        {"'  a \n  b '", "'  a b '"},
        {"\"#\": ': '", "{'#': ': '}"},
        {"\"a\\ \n  b\"", "'a  b'"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, reads_texts_of_several_lines) {
    const Case cases[] = {
        {"a: one\n  two\n\n  three\nb: 1", "{a: one two\nthree, b: 1}"},
        {"a: |\n  one\n   two\n\n  three\nb: 1", "{a: 'one\n two\n\nthree\n', b: 1}"},
        {"a: >\n  one\n  two\n\n  three\n    more\n  four\n", "{a: 'one two\nthree\n  more\nfour\n'}"},
        {"a: |-\n  one\n\n", "{a: 'one'}"},
        {"a: |+\n  one\n\n", "{a: 'one\n\n'}"},
        {"a: |2\n   one\n", "{a: ' one\n'}"},
        {"- |\n one\n- >- # two\n two\n", "['one\n', 'two']"},
        {"a: |\nb: 1", "{a: '', b: 1}"},
        {"a: |\n  one", "{a: 'one'}"},
        {"a: |\n  # no comment\n# a comment\n", "{a: '# no comment\n'}"},
        {"a: |+\n\n\nb: 1", "{a: '\n\n', b: 1}"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, takes_either_line_end_and_a_byte_order_mark) {
    EXPECT_EQ(read("\xEF\xBB\xBF"
                   "a: 1\r\nb:\r\n  - 2\r\n  - |\r\n    x\r\n    y\r\n"),
              "{a: 1, b: [2, 'x\ny\n']}");
    EXPECT_EQ(read("a: one\r\n  two\r\nb: \"x\r\n  y\"\r\n"), "{a: one two, b: 'x y'}");
}

TEST(YamlReader, takes_the_marks_of_one_document) {
    const Case cases[] = {
        {"", "(empty)"},
        {"# nothing\n", "(empty)"},
        {"---\n", "(empty)"},
        {"---\na: 1\n...\n", "{a: 1}"},
        {"%YAML 1.2\n---\na: 1", "{a: 1}"},
        {"--- [a]\n# end", "[a]"},
        {"--- |\n text\n", "'text\n'"},
    };
    for (const Case& one : cases) { EXPECT_EQ(read(one.text), one.read); }
}

TEST(YamlReader, knows_the_line_and_column_of_each_node_in_code_points) {
    std::vector<Issue> issues;
    const Document document =
        read_yaml("a.yaml", "\xEF\xBB\xBFé: 1\n\"日本\": [ü, {x: y}]\r\nb:\n  - c\n", issues);
    ASSERT_TRUE(issues.empty());
    std::string places;
    const auto add = [&](Node node) {
        places += std::to_string(node.line()) + ":" + std::to_string(node.column()) + " ";
    };
    for (auto [key, value] : document.root().entries()) {
        add(key);
        add(value);
        for (Node item : value.items()) { add(item); }
    }
    EXPECT_EQ(places, "1:1 1:4 2:1 2:7 2:8 2:11 3:1 4:3 4:5 ");
}

TEST(YamlReader, an_empty_value_stands_behind_its_colon) {
    std::vector<Issue> issues;
    const Document document = read_yaml("a.yaml", "a: 1\nlong:   # nothing\n", issues);
    for (auto [key, value] : document.root().entries()) {
        if (key.text() != "long") continue;
        EXPECT_EQ(value.line(), 2u);
        EXPECT_EQ(value.column(), 6u);
    }
}

TEST(YamlReader, takes_what_is_just_within_the_limits) {
    constexpr std::size_t deep = engine::limits::yaml_depth_max, longest = engine::limits::scalar_bytes_max;
    read(std::string(deep, '[') + std::string(deep, ']'));
    std::string block;
    for (std::size_t i = 0; i < deep; ++i) { block += std::string(i, ' ') + "a:\n"; }
    read(block);
    EXPECT_EQ(read(std::string(longest, 'x')).size(), longest);
    EXPECT_EQ(read("\"" + std::string(longest, 'x') + "\"").size(), longest + 2);
    EXPECT_EQ(read("|\n" + std::string(longest - 1, 'x') + "\n").size(), longest + 2);
}

TEST(YamlReader, reads_many_keys_and_one_endless_line) {
    std::string block, flow = "{";
    for (int i = 0; i < 100'000; ++i) {
        block += "key-" + std::to_string(i) + ": x\n";
        flow += "\"key-" + std::to_string(i) + "\": [1, 2], ";
    }
    std::vector<Issue> issues;
    EXPECT_EQ(read_yaml("a.yaml", block, issues).root().size(), 100'000u);
    EXPECT_EQ(read_yaml("a.yaml", flow + "}", issues).root().size(), 100'000u);
    EXPECT_TRUE(issues.empty());
}

}  // namespace
}  // namespace passerby::rules
