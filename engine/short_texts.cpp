#include "engine/short_texts.hpp"

#include <algorithm>
#include <bit>

namespace passerby::engine {

namespace {

// A line a text, or two where that is little memory: it is then seldom that one line does not tell.
std::size_t lines_for(std::size_t count) {
    constexpr std::size_t few = 128;
    return std::bit_ceil(std::max<std::size_t>(2, count + std::min(count, few)));
}

}  // namespace

ShortTexts::ShortTexts(std::size_t count)
    : lines_(lines_for(count)), shift_(64u - static_cast<unsigned>(std::countr_zero(lines_.size()))) {}

bool ShortTexts::Line::take(const ShortText& text, std::uint32_t value) {
    const auto place =
        static_cast<std::size_t>(std::find(sizes.begin(), sizes.end(), vacant) - sizes.begin());
    if (place == places) { return false; }
    heads[place] = text.head;
    tails[place] = text.tail;
    values[place] = value;
    sizes[place] = static_cast<std::uint8_t>(text.size);
    return true;
}

void ShortTexts::add(const ShortText& text, std::uint32_t value) {
    std::size_t at = text.hash() >> shift_;
    while (!lines_[at].take(text, value)) {
        lines_[at].more = true;
        at = (at + 1) & (lines_.size() - 1);
    }
}

}  // namespace passerby::engine
