#include "rules/source.hpp"

#include <gtest/gtest.h>

namespace passerby::rules {
namespace {

TEST(Source, finds_lines_with_either_line_end_and_without_a_last_one) {
    const Source source("a.yaml", "one\r\ntwo\n\nfour");
    EXPECT_EQ(source.line(1), "one");
    EXPECT_EQ(source.line(2), "two");
    EXPECT_EQ(source.line(3), "");
    EXPECT_EQ(source.line(4), "four");
    EXPECT_EQ(source.line(5), "");
    EXPECT_EQ(source.line(0), "");
}

TEST(Source, leaves_the_byte_order_mark_out_of_the_first_line) {
    EXPECT_EQ(Source("a.yaml", "\xEF\xBB\xBFrules: []\n").line(1), "rules: []");
}

TEST(Source, an_empty_text_has_one_empty_line) {
    EXPECT_EQ(Source("a.yaml", "").line(1), "");
}

}  // namespace
}  // namespace passerby::rules
