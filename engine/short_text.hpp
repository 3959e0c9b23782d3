// A text of at most sixteen bytes as two words and its size: compared, folded and hashed without a loop.
//
//   size 4–16   head = the first eight bytes, tail = the last eight; they overlap, below eight wholly:
//               then both are the first four and the last four
//   size 0–3    head = the first, the middle and the last byte
// Of one size, equal words are equal texts and the other way round.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string_view>

namespace passerby::engine {

struct ShortText {
    static constexpr std::size_t size_max = 16;

    std::uint64_t head = 0, tail = 0;
    std::uint32_t size = 0;

    // `text` must be short enough. Reads not one byte beyond it.
    static ShortText of(std::string_view text);

    // Of a text that is short and ASCII; others are not plain.
    static std::optional<ShortText> folded_if_plain(std::string_view text) {
        if (text.size() > size_max) { return std::nullopt; }
        const ShortText made = of(text);
        return made.is_ascii() ? std::optional(made.folded()) : std::nullopt;
    }

    bool is_ascii() const { return ((head | tail) & every_byte(0x80)) == 0; }
    // Of ASCII only.
    ShortText folded() const { return {lower(head), lower(tail), size}; }
    std::uint64_t hash() const;

    friend bool operator==(const ShortText&, const ShortText&) = default;

    // The byte eight times over.
    static constexpr std::uint64_t every_byte(unsigned byte) { return 0x0101010101010101u * byte; }
    // Eight letters of ASCII at once: those from A to Z get the bit that makes them small.
    static constexpr std::uint64_t lower(std::uint64_t letters) {
        const std::uint64_t from_a = letters + every_byte(0x80 - 'A');
        const std::uint64_t beyond_z = letters + every_byte(0x80 - 'Z' - 1);
        return letters | ((from_a & ~beyond_z & every_byte(0x80)) >> 2);
    }

  private:
    template <class Word>
    static std::uint64_t word_at(const char* at) {
        Word word;
        std::memcpy(&word, at, sizeof word);
        return word;
    }
};

[[gnu::always_inline]] inline ShortText ShortText::of(std::string_view text) {
    const char* const at = text.data();
    const std::size_t size = text.size();
    ShortText made;
    made.size = static_cast<std::uint32_t>(size);
    if (size >= 4) {
        // One way for all sizes: which one it is cannot be foreseen.
        const std::size_t last = size - 4;
        made.head = word_at<std::uint32_t>(at) | word_at<std::uint32_t>(at + std::min<std::size_t>(4, last))
                                                     << 32;
        made.tail = word_at<std::uint32_t>(at + (std::max<std::size_t>(4, last) - 4)) |
                    word_at<std::uint32_t>(at + last) << 32;
    } else if (size > 0) {
        made.head = word_at<std::uint8_t>(at) | word_at<std::uint8_t>(at + size / 2) << 8 |
                    word_at<std::uint8_t>(at + size - 1) << 16;
    }
    return made;
}

// The upper bits are the good ones.
inline std::uint64_t ShortText::hash() const {
    const std::uint64_t mixed = head ^ (tail + size) * 0x94d049bb133111ebu;
    return (mixed ^ mixed >> 32) * 0xbf58476d1ce4e5b9u;
}

}  // namespace passerby::engine
