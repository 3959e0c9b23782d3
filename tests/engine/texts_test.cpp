#include "engine/texts.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace passerby::engine {
namespace {

// As many letters as no small number counts; some texts are longer than that.
TEST(Texts, are_told_apart_beyond_what_one_number_holds) {
    TextsOf<std::uint8_t> texts;
    std::vector<std::string> all;
    for (std::size_t i = 0; i < 400; ++i) {
        const std::size_t size = i % 100 == 99 ? 1'000 : i * 7 % 40;
        all.push_back(std::string(size, static_cast<char>('a' + i % 26)));
        texts.push_back(all.back());
    }
    texts.push_back("");
    ASSERT_EQ(texts.size(), all.size() + 1);
    for (std::size_t i = 0; i < all.size(); ++i) { EXPECT_EQ(texts[i], all[i]) << i; }
    EXPECT_EQ(texts[all.size()], "");
}

TEST(Texts, know_where_a_text_ends_that_fills_the_number) {
    TextsOf<std::uint8_t> texts;
    const std::vector<std::size_t> sizes{255, 1, 0, 256, 512, 3};
    for (const std::size_t size : sizes) { texts.push_back(std::string(size, 'x')); }
    for (std::size_t i = 0; i < sizes.size(); ++i) { EXPECT_EQ(texts[i].size(), sizes[i]); }
}

}  // namespace
}  // namespace passerby::engine
