// Code points in and out, and bytes that are none.
#include "engine/text.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace passerby::engine {
namespace {

std::vector<char32_t> code_points(std::string_view text) {
    std::vector<char32_t> found;
    const char* at = text.data();
    while (at != text.data() + text.size()) {
        found.push_back(next_code_point(at, text.data() + text.size()));
    }
    return found;
}

TEST(Text, EveryCodePointSurvives) {
    for (char32_t c = 0; c < 0x110000; ++c) {
        if (c == 0xD800) { c = 0xE000; }
        std::string text;
        append_code_point(c, text);
        ASSERT_EQ(code_points(text), std::vector<char32_t>{c});
    }
}

TEST(Text, StrayBytesAreCharactersOfTheirOwn) {
    const char* const texts[] = {
        "\x80",
        "\xBF",
        "\xC3",
        "\xE2\x82",
        "\xF0\x9F\x8F",
        "\xFF",
        "\xFE",
        "\xC0\x80",
        "\xC1\xBF",
        "\xE0\x80\x80",
        "\xE0\x9F\xBF",
        "\xF0\x80\x80\x80",
        "\xF0\x8F\xBF\xBF",  // overlong
        "\xED\xA0\x80",
        "\xED\xBF\xBF",  // surrogates
        "\xF4\x90\x80\x80",
        "\xF5\x80\x80\x80",
        "\xF8\x88\x80\x80\x80",  // too great
    };
    for (const std::string_view text : texts) {
        std::string again;
        for (char32_t c : code_points(text)) {
            EXPECT_GE(c, stray_byte);
            append_code_point(c, again);
        }
        EXPECT_EQ(again, text);
        EXPECT_EQ(count_code_points(text), text.size());
    }
    EXPECT_EQ(code_points("\xC3z"), (std::vector<char32_t>{stray_byte + 0xC3, 'z'}));
    EXPECT_EQ(code_points("\xE2\x82\xC3\xA4"),
              (std::vector<char32_t>{stray_byte + 0xE2, stray_byte + 0x82, U'ä'}));
}

TEST(Text, CountsCodePoints) {
    EXPECT_EQ(count_code_points(""), 0u);
    EXPECT_EQ(count_code_points("Köln"), 4u);
    EXPECT_EQ(count_code_points("🏆日a"), 3u);
}

// Every pair of bytes, read and written again, is what it was.
TEST(Text, NothingIsLost) {
    for (unsigned first = 0; first < 256; ++first) {
        for (unsigned second = 0; second < 256; ++second) {
            const std::string text = {static_cast<char>(first), static_cast<char>(second)};
            std::string again;
            for (char32_t c : code_points(text)) { append_code_point(c, again); }
            ASSERT_EQ(again, text);
        }
    }
}

}  // namespace
}  // namespace passerby::engine
