// Short texts and what each of them stands for, found by a look at one line of memory.
//
//   a line of memory:  head head | tail tail | value value | size size | more
//
// A text has a home line by its hash; where that is full it stands in the next line that is not, and every
// line passed on the way says `more`. So a text that is not here costs one line too, nearly always. The texts
// themselves are compared, not their hashes. Written while a rule set is compiled, then immutable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/short_text.hpp"

namespace passerby::engine {

class ShortTexts {
  public:
    static constexpr std::uint32_t none = UINT32_MAX;

    // Room for so many texts and no more.
    explicit ShortTexts(std::size_t count = 0);

    // A text that is not here yet, and a value that is not `none`.
    void add(const ShortText& text, std::uint32_t value);
    // `none` if it is not here.
    std::uint32_t find(const ShortText& text) const { return find(text, line_of(text)); }
    // The same, from the line on where it would stand; of several texts, have all lines brought from memory
    // before the first is looked at.
    std::size_t line_of(const ShortText& text) const { return text.hash() >> shift_; }
    void prefetch(std::size_t line) const { __builtin_prefetch(&lines_[line]); }
    std::uint32_t find(const ShortText& text, std::size_t at) const {
        for (;; at = (at + 1) & (lines_.size() - 1)) {
            const Line& line = lines_[at];
            const std::uint32_t found = line.find(text);
            if (!line.more || found != none) { return found; }  // the first is nearly always so
        }
    }
    std::size_t bytes() const { return lines_.size() * sizeof(Line); }

  private:
    static constexpr std::size_t places = 2;
    static constexpr std::uint8_t vacant = UINT8_MAX;  // no short text has that size

    struct alignas(64) Line {
        std::array<std::uint64_t, places> heads{}, tails{};
        std::array<std::uint32_t, places> values{};
        std::array<std::uint8_t, places> sizes{vacant, vacant};
        bool more = false;

        // Without a branch: which of them it is cannot be foreseen.
        std::uint32_t find(const ShortText& text) const {
            static_assert(places == 2);
            const std::uint32_t first = mask(0, text), second = mask(1, text);
            return (values[0] & first) | (values[1] & second) | ~(first | second);
        }
        // All bits if the text stands in the place, else none.
        std::uint32_t mask(std::size_t place, const ShortText& text) const {
            const std::uint64_t differing =
                (heads[place] ^ text.head) | (tails[place] ^ text.tail) | (sizes[place] ^ text.size);
            return differing == 0 ? UINT32_MAX : 0;
        }
        bool take(const ShortText& text, std::uint32_t value);
    };
    static_assert(sizeof(Line) == 64);

    std::vector<Line> lines_;  // a power of two of them, two at least
    unsigned shift_;           // of a hash, so that a line's number remains
};

}  // namespace passerby::engine
