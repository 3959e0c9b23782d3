// Short texts and what each of them stands for, found by a look at one line of memory.
//
//   a line of 64 bytes:  head head head | tail tail tail | value value value | size size size | more
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
    std::uint32_t find(const ShortText& text) const {  // `none` if it is not here
        for (std::size_t at = text.hash() >> shift_;; at = (at + 1) & (lines_.size() - 1)) {
            const Line& line = lines_[at];
            const std::uint32_t found = line.find(text);
            if (found != none || !line.more) { return found; }
        }
    }
    std::size_t bytes() const { return lines_.size() * sizeof(Line); }

  private:
    static constexpr std::size_t places = 3;
    static constexpr std::uint8_t vacant = UINT8_MAX;  // no short text has that size

    struct alignas(64) Line {
        std::array<std::uint64_t, places> heads{}, tails{};
        std::array<std::uint32_t, places> values{};
        std::array<std::uint8_t, places> sizes{vacant, vacant, vacant};
        bool more = false;

        std::uint32_t find(const ShortText& text) const {
            std::uint32_t found = none;
            for (std::size_t i = 0; i < places; ++i) {  // no branches: which of them it is cannot be foreseen
                const std::uint64_t differing =
                    (heads[i] ^ text.head) | (tails[i] ^ text.tail) | (sizes[i] ^ text.size);
                found = differing == 0 ? values[i] : found;
            }
            return found;
        }
        bool take(const ShortText& text, std::uint32_t value);
    };
    static_assert(sizeof(Line) == 64);

    std::vector<Line> lines_;  // a power of two of them, two at least
    unsigned shift_;           // of a hash, so that a line's number remains
};

}  // namespace passerby::engine
