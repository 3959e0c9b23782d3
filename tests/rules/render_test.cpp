#include "rules/render.hpp"

#include <gtest/gtest.h>

#include "rules/codes.hpp"

namespace passerby::rules {
namespace {

std::vector<std::shared_ptr<const Source>> one_source(std::string text) {
    return {std::make_shared<Source>("shop.yaml", std::move(text))};
}

Issue at(std::uint32_t line, std::uint32_t column, std::string hint = {}) {
    return make_issue({"shop.yaml", line, column}, "unknown-key", "`wieght` is no key of a rule",
                      std::move(hint));
}

// The two lines of the excerpt of an issue at that place.
std::string excerpt(std::string text, std::uint32_t line, std::uint32_t column) {
    const std::vector<Issue> issues = {at(line, column)};
    const std::string shown = render_text(issues, one_source(std::move(text)));
    return shown.substr(shown.find('\n') + 1);
}

TEST(RenderText, shows_place_message_code_line_caret_and_help) {
    const std::vector<Issue> issues = {at(2, 5, "did you mean `weight`?")};
    EXPECT_EQ(render_text(issues, one_source("rules:\n  - wieght: 3\n")),
              "shop.yaml:2:5: error: `wieght` is no key of a rule [unknown-key]\n"
              "     2 |   - wieght: 3\n"
              "       |     ^^^^^^\n"
              "  help: did you mean `weight`?\n");
}

TEST(RenderText, puts_the_folder_before_the_name) {
    const std::vector<Issue> issues = {at(9, 1)};
    EXPECT_TRUE(render_text(issues, {}, {.folder = "rules/"}).starts_with("rules/shop.yaml:9:1: error: "));
}

TEST(RenderText, what_is_about_a_whole_file_or_nothing_has_no_excerpt) {
    const std::vector<Issue> issues = {make_issue({"gone.yaml"}, "unreadable", "`gone.yaml` does not exist"),
                                       make_issue({""}, "unreadable", "nothing")};
    EXPECT_EQ(render_text(issues, {}),
              "gone.yaml:1:1: error: `gone.yaml` does not exist [unreadable]\n"
              "error: nothing [unreadable]\n");
}

TEST(RenderText, carets_stand_under_tabs_and_wide_characters) {
    EXPECT_EQ(excerpt("\ta: bcd", 1, 5), "     1 |     a: bcd\n       |        ^^^\n");
    EXPECT_EQ(excerpt("日本: x", 1, 5), "     1 | 日本: x\n       |       ^\n");
    EXPECT_EQ(excerpt("a: 日本, b", 1, 4), "     1 | a: 日本, b\n       |    ^^^^\n");
    EXPECT_EQ(excerpt("e\u0301: x", 1, 5), "     1 | e\u0301: x\n       |    ^\n");
}

TEST(RenderText, underlines_the_word_or_the_quoted_text) {
    EXPECT_EQ(excerpt("a: 'b c', d", 1, 4), "     1 | a: 'b c', d\n       |    ^^^^^\n");
    EXPECT_EQ(excerpt("a: [b]", 1, 4), "     1 | a: [b]\n       |    ^\n");
    EXPECT_EQ(excerpt("a:", 1, 3), "     1 | a:\n       |   ^\n");
    EXPECT_EQ(excerpt("", 1, 1), "     1 | \n       | ^\n");
    EXPECT_EQ(excerpt("a", 1, 99), "     1 | a\n       |  ^\n");
}

TEST(RenderText, cuts_a_long_line_around_the_place) {
    const std::string shown = excerpt(std::string(500, 'x') + " wrong " + std::string(500, 'y'), 1, 502);
    EXPECT_LT(shown.size(), 300u);
    const std::size_t caret = shown.find('^') - shown.rfind('\n', shown.find('^'));
    const std::size_t word = shown.find("wrong") - std::string_view("…").size() + 1;
    EXPECT_EQ(caret, word + 1);
    EXPECT_NE(shown.find("yyy…\n"), std::string::npos);
}

TEST(RenderText, nothing_of_a_source_steers_the_terminal) {
    std::vector<Issue> issues = {at(1, 1, "\x1B[31m")};
    issues[0].message = "`\x1B]0;title\x07\xC2\x9B\u202E`";
    issues[0].file = "shop.yaml";
    const std::string shown = render_text(issues, one_source("a\x1B[2J\xFF\u202E\r\nb"));
    for (const char* steering : {"\x1B", "\x07", "\xC2\x9B", "\u202E", "\xFF", "\r"}) {
        EXPECT_EQ(shown.find(steering), std::string::npos);
    }
}

TEST(RenderText, colours_only_when_asked) {
    const std::vector<Issue> issues = {at(1, 1, "x")};
    EXPECT_EQ(render_text(issues, {}).find('\x1B'), std::string::npos);
    EXPECT_NE(render_text(issues, {}, {.colour = Colour::on}).find("\x1B[1;31merror:\x1B[0m"),
              std::string::npos);
}

TEST(RenderJson, one_document_with_every_member) {
    EXPECT_EQ(render_json({}), "{\"ok\":true,\"issues\":[]}\n");
    std::vector<Issue> issues = {at(2, 5, "a \"b\"\n\\\x01é")};
    EXPECT_EQ(
        render_json(issues),
        R"({"ok":false,"issues":[{"file":"shop.yaml","line":2,"column":5,"severity":"error",)"
        R"("code":"unknown-key","message":"`wieght` is no key of a rule","hint":"a \"b\"\n\\\u0001é"}]})"
        "\n");
    issues[0].severity = Severity::warning;
    EXPECT_TRUE(render_json(issues).starts_with(R"({"ok":true,"issues":[{)"));
}

TEST(RenderSarif, places_results_and_encodes_names) {
    std::vector<Issue> issues = {at(2, 5, "did you mean `weight`?"), at(0, 0)};
    issues[0].file = "a b/é:1.yaml";
    issues[1].file = "/etc/x.yaml";
    const std::string sarif = render_sarif(issues, {.folder = "rules/"});
    EXPECT_NE(sarif.find(R"("uri":"rules/a%20b/%C3%A9%3A1.yaml")"), std::string::npos);
    EXPECT_NE(sarif.find(R"("region":{"startLine":2,"startColumn":5})"), std::string::npos);
    EXPECT_NE(sarif.find(R"("columnKind":"unicodeCodePoints")"), std::string::npos);
    EXPECT_NE(render_sarif(issues).find(R"("artifactLocation":{"uri":"file:///etc/x.yaml"}}})"),
              std::string::npos);
    EXPECT_NE(sarif.find("is no key of a rule; did you mean `weight`?"), std::string::npos);
}

TEST(RenderSarif, describes_every_code) {
    const std::string sarif = render_sarif({});
    for (const Code& code : all_codes()) {
        EXPECT_NE(sarif.find("{\"id\":\"" + std::string(code.name) + "\","), std::string::npos) << code.name;
    }
}

}  // namespace
}  // namespace passerby::rules
