#include "engine/symbols.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace passerby::engine {
namespace {

TEST(Symbols, keep_every_text_and_know_no_other) {
    Symbols symbols;
    for (int i = 0; i < 10'000; ++i) {
        EXPECT_EQ(symbols.intern("value " + std::to_string(i)), static_cast<SymbolId>(i));
    }
    for (int i = 0; i < 10'000; ++i) {
        const std::string text = "value " + std::to_string(i);
        EXPECT_EQ(symbols.intern(text), static_cast<SymbolId>(i));
        EXPECT_EQ(symbols.find(text), static_cast<SymbolId>(i));
        EXPECT_EQ(symbols.text(static_cast<SymbolId>(i)), text);
        EXPECT_EQ(symbols.find("other " + std::to_string(i)), std::nullopt);
    }
    EXPECT_EQ(symbols.size(), 10'000u);
}

TEST(Symbols, tell_apart_what_differs_only_in_length_or_zeros) {
    Symbols symbols;
    const std::string zero(1, '\0');
    EXPECT_NE(symbols.intern(""), symbols.intern(zero));
    EXPECT_NE(symbols.intern(zero), symbols.intern(zero + zero));
    EXPECT_NE(symbols.intern("12345678"), symbols.intern("12345678" + zero));
}

// Of every size around the one up to which a text is short.
TEST(Symbols, AreTheSameOnceSettled) {
    Symbols symbols;
    std::vector<std::string> texts;
    for (std::size_t size = 0; size <= 40; ++size) {
        for (char letter = 'a'; letter <= 'j'; ++letter) { texts.emplace_back(size, letter); }
        if (size == 0) { texts.resize(1); }
    }
    for (const std::string& text : texts) { symbols.intern(text); }
    const std::size_t bytes = symbols.bytes();
    symbols.settle();
    EXPECT_GT(symbols.bytes(), bytes);
    for (SymbolId id = 0; id < texts.size(); ++id) {
        EXPECT_EQ(symbols.find(texts[id]), id);
        EXPECT_EQ(symbols.text(id), texts[id]);
        EXPECT_EQ(symbols.find(texts[id] + "k"), std::nullopt);
        if (texts[id].size() <= ShortText::size_max) {
            EXPECT_EQ(symbols.short_texts().find(ShortText::of(texts[id])), id);
        }
    }
    EXPECT_EQ(symbols.short_texts().find(ShortText::of("k")), unlisted);
}

}  // namespace
}  // namespace passerby::engine
