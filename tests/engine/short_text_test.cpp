// Short texts as words: no byte too many is read, no two texts are taken for one another.
#include "engine/short_text.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/casefold.hpp"
#include "engine/short_texts.hpp"

namespace passerby::engine {
namespace {

// In memory of its own size, so that a sanitizer sees a read beyond it.
ShortText exactly(std::string_view text) {
    const auto copy = std::make_unique<char[]>(text.size());
    std::copy(text.begin(), text.end(), copy.get());
    return ShortText::of({copy.get(), text.size()});
}

// Of one size: a plain one, and each that differs from it in one byte.
std::vector<std::string> neighbours(std::size_t size) {
    std::vector<std::string> texts{std::string(size, 'a')};
    for (std::size_t i = 0; i < size; ++i) {
        for (const char letter : {'b', 'A', '\0', '\x80', '\xFF'}) {
            texts.push_back(texts.front());
            texts.back()[i] = letter;
        }
    }
    return texts;
}

std::vector<std::string> all_neighbours() {
    std::vector<std::string> all;
    for (std::size_t size = 0; size <= ShortText::size_max; ++size) {
        for (std::string& text : neighbours(size)) { all.push_back(std::move(text)); }
    }
    return all;
}

TEST(ShortText, EqualWordsAreEqualTexts) {
    const auto texts = all_neighbours();
    for (const std::string& a : texts) {
        for (const std::string& b : texts) { ASSERT_EQ(exactly(a) == exactly(b), a == b) << a << " " << b; }
    }
}

TEST(ShortText, FoldsEveryByteOfAsciiAtEveryPlace) {
    for (std::size_t size = 0; size <= ShortText::size_max; ++size) {
        for (std::size_t i = 0; i < size; ++i) {
            for (int byte = 0; byte < 0x80; ++byte) {
                std::string text(size, 'Z');
                text[i] = static_cast<char>(byte);
                ASSERT_TRUE(exactly(text).is_ascii());
                ASSERT_EQ(exactly(text).folded(), exactly(folded(text))) << text;
            }
        }
    }
}

TEST(ShortText, KnowsWhatIsNoAsciiAtEveryPlace) {
    for (std::size_t size = 1; size <= ShortText::size_max; ++size) {
        for (std::size_t i = 0; i < size; ++i) {
            for (int byte = 0x80; byte <= 0xFF; ++byte) {
                std::string text(size, 'a');
                text[i] = static_cast<char>(byte);
                ASSERT_FALSE(exactly(text).is_ascii()) << size << " " << i;
            }
        }
    }
}

TEST(ShortTexts, FindWhatTheyHoldAndNothingElse) {
    const auto texts = all_neighbours();
    ShortTexts half(texts.size() / 2);
    for (std::size_t i = 0; i + 1 < texts.size(); i += 2) {
        half.add(exactly(texts[i]), static_cast<std::uint32_t>(i));
    }
    for (std::size_t i = 0; i + 1 < texts.size(); ++i) {
        ASSERT_EQ(half.find(exactly(texts[i])), i % 2 == 0 ? i : ShortTexts::none) << texts[i];
    }
}

TEST(ShortTexts, KnowNothingWhenEmpty) {
    for (const std::string& text : all_neighbours()) {
        EXPECT_EQ(ShortTexts().find(exactly(text)), ShortTexts::none);
    }
}

// As an adversary would choose them: all at home in one line, the last one, so that they run on into the
// first.
TEST(ShortTexts, KeepApartTextsThatCollide) {
    constexpr std::size_t count = 48, lines = 128;
    std::vector<std::string> colliding;
    for (int i = 0; colliding.size() < 2 * count; ++i) {
        const std::string text = "text " + std::to_string(i);
        if (ShortText::of(text).hash() >> 57 == lines - 1) { colliding.push_back(text); }
    }
    ShortTexts texts(count);
    ASSERT_EQ(texts.bytes(), lines * 64);
    for (std::uint32_t i = 0; i < count; ++i) { texts.add(ShortText::of(colliding[i]), i); }
    for (std::uint32_t i = 0; i < 2 * count; ++i) {
        EXPECT_EQ(texts.find(ShortText::of(colliding[i])), i < count ? i : ShortTexts::none);
    }
}

}  // namespace
}  // namespace passerby::engine
