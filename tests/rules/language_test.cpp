// Runs every example of LANGUAGE.md.
//
// After ```yaml a fence may say which part of a rule set it is (`when`, `rule`, `content`, `slots`; else a
// whole one) and what is said of it (`error CODE`, `warning CODE`; else no error and, of a whole set, no
// warning).
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "rules/codes.hpp"
#include "rules/render.hpp"
#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

struct Example {
    std::size_t line = 0;
    std::string part = "set";
    std::string severity, code;
    std::string text;
};

std::string language() {
    std::ostringstream text;
    text << std::ifstream(PASSERBY_SOURCE_DIR "/rules/LANGUAGE.md").rdbuf();
    return text.str();
}

Example opened(std::size_t line, const std::string& fence) {
    Example example;
    example.line = line;
    std::istringstream words(fence.substr(std::string_view("```yaml").size()));
    for (std::string word; words >> word;) {
        if (word == "error" || word == "warning") {
            example.severity = word;
            words >> example.code;
        } else {
            example.part = word;
        }
    }
    return example;
}

std::vector<Example> examples() {
    std::vector<Example> found;
    std::istringstream lines(language());
    bool inside = false;
    std::size_t number = 0;
    for (std::string line; std::getline(lines, line);) {
        ++number;
        if (line.starts_with("```")) {
            if (!inside && line.starts_with("```yaml")) { found.push_back(opened(number, line)); }
            inside = !inside && line.starts_with("```yaml");
        } else if (inside) {
            found.back().text += line + '\n';
        }
    }
    return found;
}

std::string indented(const std::string& text, std::string_view by) {
    std::istringstream lines(text);
    std::string out;
    for (std::string line; std::getline(lines, line);) { out += std::string(by) + line + '\n'; }
    return out;
}

// The example within the smallest rule set that it can stand in.
std::string whole(const Example& example) {
    const std::string around =
        "segments: {weekend: {time.weekday: sat-sun}, evening: {time.hour: 18-23}}\n"
        "signals: {page.mood: {type: string}}\n";
    const std::string slots = "slots: {hero: {fallback: welcome}, sidebar: {}}\n";
    const std::string content = "content: {welcome: {}, sale: {}, sale-b: {}}\n";
    if (example.part == "set") { return example.text; }
    if (example.part == "slots") { return around + content + "slots:\n" + indented(example.text, "  "); }
    if (example.part == "content") { return around + "content:\n" + indented(example.text, "  "); }
    if (example.part == "rule") {
        return around + slots + content + "rules:\n" + indented(example.text, "  ");
    }
    if (example.part == "when") {
        return around + slots + content +
               "rules:\n  - id: example\n    slot: hero\n    show: sale\n    when:\n" +
               indented(example.text, "      ");
    }
    return "a part that the test does not know: " + example.part;
}

std::string said(const Loaded& loaded) {
    std::string out;
    for (const Issue& issue : loaded.issues) {
        out += issue.message + " [" + issue.code + "] " + issue.hint + "\n";
    }
    return out;
}

class Language : public testing::TestWithParam<Example> {};

TEST_P(Language, example_is_so) {
    const Example& example = GetParam();
    const Loaded loaded = load_set(whole(example));
    // What its remark says of a slip is what the program says.
    const std::size_t remark = example.text.find("did you mean ");
    if (remark != std::string::npos) {
        const std::string hint = example.text.substr(remark, example.text.find('?', remark) + 1 - remark);
        EXPECT_NE(said(loaded).find(hint), std::string::npos) << said(loaded);
    }
    if (example.severity == "error") {
        ASSERT_EQ(loaded.issues.size(), 1u) << said(loaded);
        EXPECT_EQ(loaded.issues[0].code, example.code) << said(loaded);
        EXPECT_FALSE(loaded.rule_set);
        return;
    }
    EXPECT_TRUE(loaded.rule_set) << said(loaded);
    if (example.severity == "warning") {
        ASSERT_EQ(loaded.issues.size(), 1u) << said(loaded);
        EXPECT_EQ(loaded.issues[0].code, example.code);
    } else if (example.part == "set") {
        EXPECT_EQ(said(loaded), "");
    } else {
        for (const Issue& issue : loaded.issues) {
            EXPECT_TRUE(issue.code.starts_with("unused-") || issue.code == "unfilled-slot") << said(loaded);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Examples, Language, testing::ValuesIn(examples()),
                         [](const auto& example) { return "line_" + std::to_string(example.param.line); });

TEST(LanguageReference, has_examples) {
    EXPECT_GE(examples().size(), 40u);
}

TEST(LanguageReference, shows_messages_as_they_are) {
    const std::string text = language();
    std::string first = examples().front().text;
    first.replace(first.find("[phone,"), 7, "[mobile,");
    const Loaded loaded = load_text("shop.yaml", first, {.now = test_now});
    const std::size_t fence = text.find("```text\n") + 8;
    EXPECT_EQ(render_text(loaded.issues, loaded.sources),
              text.substr(fence, text.find("```", fence) - fence));
}

TEST(LanguageReference, names_every_warning) {
    const std::string text = language();
    for (const Code& code : all_codes()) {
        if (code.severity != Severity::warning) { continue; }
        EXPECT_NE(text.find("| `" + std::string(code.name) + "` |"), std::string::npos) << code.name;
    }
}

TEST(LanguageReference, names_every_signal) {
    const std::string text = language();
    for (const engine::Signal& signal : engine::Vocabulary()) {
        EXPECT_NE(text.find("`" + signal.name + "`"), std::string::npos) << signal.name;
    }
}

}  // namespace
}  // namespace passerby::rules
