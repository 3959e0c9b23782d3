#include <gtest/gtest.h>

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/issue.hpp"

namespace passerby::rules {
namespace {

std::string_view guess(std::string_view word, std::vector<std::string_view> candidates) {
    return nearest(word, candidates);
}

TEST(Nearest, finds_each_kind_of_slip) {
    const std::vector<std::string_view> keys = {"priority", "weight", "when", "until", "slot", "show"};
    EXPECT_EQ(guess("priorty", keys), "priority");   // a letter lost
    EXPECT_EQ(guess("weigght", keys), "weight");     // a letter too many
    EXPECT_EQ(guess("whem", keys), "when");          // another letter
    EXPECT_EQ(guess("wieght", keys), "weight");      // two letters swapped
    EXPECT_EQ(guess("PRIORITY", keys), "priority");  // case
    EXPECT_EQ(guess("slots", keys), "slot");
}

TEST(Nearest, is_silent_about_words_that_are_not_near) {
    const std::vector<std::string_view> keys = {"priority", "weight", "id"};
    EXPECT_EQ(guess("colour", keys), "");
    EXPECT_EQ(guess("", keys), "");
    EXPECT_EQ(guess("x", keys), "");
    EXPECT_EQ(guess(std::string(100, 'w'), keys), "");
}

TEST(Nearest, allows_one_slip_in_a_short_word_and_more_in_a_long_one) {
    EXPECT_EQ(guess("od", {"id"}), "id");
    EXPECT_EQ(guess("oe", {"id"}), "");
    EXPECT_EQ(guess("pahe.sectoin", {"page.section"}), "page.section");
    EXPECT_EQ(guess("behavior.cart_valeu", {"behaviour.cart_value"}), "behaviour.cart_value");
}

TEST(Nearest, takes_the_nearest_and_of_equals_the_first) {
    EXPECT_EQ(guess("segment", {"segments", "segment"}), "segment");
    EXPECT_EQ(guess("slit", {"slot", "slip"}), "slot");
    EXPECT_EQ(guess("content", {"contents", "contexts"}), "contents");
}

}  // namespace
}  // namespace passerby::rules
