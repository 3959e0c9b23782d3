// Globs: by example, against a naive matcher, and within their bound.
#include "engine/glob.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace passerby::engine {
namespace {

struct Case {
    const char* pattern;
    const char* text;
    bool matches;
};

const Case cases[] = {
    {"", "", true},
    {"", "a", false},
    {"a", "", false},
    {"*", "", true},
    {"*", "abc", true},
    {"*", "a/b", false},
    {"**", "", true},
    {"**", "a/b/c", true},
    {"***", "a/b/c", true},
    {"?", "a", true},
    {"?", "", false},
    {"?", "/", false},
    {"?", "ab", false},
    {"?", "ä", true},
    {"??", "ä", false},
    {"?", "🏆", true},
    {"f*l", "football", true},
    {"f?*l", "fl", false},
    {"/sport/*", "/sport/", true},
    {"/sport/*", "/sport/cup", true},
    {"/sport/*", "/sport/cup/final", false},
    {"/sport/**", "/sport/cup/final", true},
    {"/sport/**", "/sport", false},
    {"/sport**", "/sports/cup", true},
    {"/*/cup/*.html", "/sport/cup/final.html", true},
    {"/*/cup/*.html", "/sport/old/cup/final.html", false},
    {"/**/cup/*.html", "/sport/old/cup/final.html", true},
    {"/**/cup/*.html", "/cup/final.html", false},
    {"**/cup/*.html", "/cup/final.html", true},
    {"**.html", "/a/b.html", true},
    {"**.html", "/a/b.htm", false},
    {"*.html", "/b.html", false},
    {"**a/b", "xa/ya/b", true},
    {"**a*/b", "a/ab/ac/b", true},
    {"**a*/b", "a/ab/c/b", false},
    {"**/a*b*/c**d", "x/ab/y/azbz/c/d/d", true},
    {"a**b**c", "axbxbxc", true},
    {"a**b*c", "a/b/bc", true},
    {"a**b*c", "a/b/c", false},
    {"[ab]", "[ab]", true},
    {"[ab]", "a", false},
    {"\\*", "\\anything", true},
    {"\\*", "*", false},
    {"a.c", "abc", false},
    {"Straße*", "Straßenbahn", true},
    {"A", "a", false},
};

TEST(Glob, FitsWholeStrings) {
    for (const Case& c : cases) {
        EXPECT_EQ(glob_matches(c.pattern, c.text), c.matches) << c.pattern << " on " << c.text;
    }
}

// What the three signs mean, and nothing clever.
bool naive(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) { return text.empty(); }
    if (pattern.starts_with('*')) {
        const bool any = pattern.starts_with("**");
        const std::string_view rest = pattern.substr(any ? 2 : 1);
        for (std::size_t taken = 0; taken <= text.size(); ++taken) {
            if (naive(rest, text.substr(taken))) { return true; }
            if (!any && taken < text.size() && text[taken] == '/') { return false; }
        }
        return false;
    }
    if (text.empty() || (pattern[0] == '?' ? text[0] == '/' : text[0] != pattern[0])) { return false; }
    return naive(pattern.substr(1), text.substr(1));
}

std::string random_text(std::mt19937& random, std::string_view alphabet, std::size_t length_max) {
    std::string text(random() % (length_max + 1), ' ');
    for (char& c : text) { c = alphabet[random() % alphabet.size()]; }
    return text;
}

TEST(Glob, AgreesWithTheNaiveMatcher) {
    std::mt19937 random(20261122);
    int matched = 0;
    for (int round = 0; round < 300'000; ++round) {
        const std::string pattern = random_text(random, "ab/**?", 8), text = random_text(random, "aab/", 10);
        const bool expected = naive(pattern, text);
        matched += expected;
        ASSERT_EQ(glob_matches(pattern, text), expected) << pattern << " on " << text;
    }
    EXPECT_GT(matched, 10'000);
}

// All short patterns against all short texts: 5^5 × 3^6.
TEST(Glob, AgreesWithTheNaiveMatcherOnEverythingSmall) {
    const auto spell = [](std::size_t number, std::string_view alphabet) {
        std::string text;
        for (; number > 0; number /= alphabet.size() + 1) {
            const std::size_t digit = number % (alphabet.size() + 1);
            if (digit > 0) { text += alphabet[digit - 1]; }
        }
        return text;
    };
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < 3 * 3 * 3 * 3 * 3 * 3; ++i) { texts.push_back(spell(i, "a/")); }
    for (std::size_t i = 0; i < 5 * 5 * 5 * 5 * 5; ++i) {
        const std::string pattern = spell(i, "a/*?");
        for (const std::string& text : texts) {
            ASSERT_EQ(glob_matches(pattern, text), naive(pattern, text)) << pattern << " on " << text;
        }
    }
}

TEST(Glob, NeverTakesMoreThanItsBound) {
    const auto repeated = [](std::string_view part, std::size_t times) {
        std::string text;
        for (std::size_t i = 0; i < times; ++i) { text += part; }
        return text;
    };
    const std::string patterns[] = {
        repeated("*a", 30) + "b",        repeated("**a", 30) + "b",        repeated("**a*", 30) + "b",
        repeated("*a**", 30) + "b",      "**" + repeated("a", 60) + "b",   "**" + repeated("a*", 30) + "b",
        "**" + repeated("a/", 30) + "b", "**" + repeated("a*/", 30) + "b", repeated("?*", 30) + "b",
        repeated("**/", 30) + "b",       repeated("*/", 30) + "b",
    };
    const std::string texts[] = {repeated("a", 2000), repeated("a/", 1000), repeated("aaaaaaaaa/", 200),
                                 repeated("/", 2000), repeated("aa/a", 500)};
    for (const std::string& pattern : patterns) {
        for (const std::string& text : texts) {
            EXPECT_FALSE(glob_matches(pattern, text));
            EXPECT_LE(glob_steps(pattern, text), 2 * pattern.size() * text.size()) << pattern;
        }
    }
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        const std::string pattern = random_text(random, "ab/**?", 40),
                          text = random_text(random, "aaaab/", 200);
        ASSERT_LE(glob_steps(pattern, text), 2 * (pattern.size() + 1) * (text.size() + 1))
            << pattern << " on " << text;
    }
}

}  // namespace
}  // namespace passerby::engine
