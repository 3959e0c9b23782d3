#include "rules/screen_text.hpp"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "rules/utf8.hpp"

namespace passerby::rules {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr std::string_view tab = "    ";

struct Range {
    std::uint32_t first, last;
};

// Two columns: the scripts of East Asia and emoji. Close enough for a caret; a terminal's own table rules.
constexpr Range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97C},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F}, {0x1F680, 0x1F6FF}, {0x1F900, 0x1FAFF}, {0x20000, 0x3FFFD},
};

// None: marks that sit on the character before.
constexpr Range combining[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD},   {0x064B, 0x065F}, {0x0E31, 0x0E31},
    {0x0E34, 0x0E3A}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF},   {0x200C, 0x200D}, {0x20D0, 0x20FF},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0x1F3FB, 0x1F3FF},
};

// Controls, line ends of other days, and what turns the direction of writing around.
constexpr Range steering[] = {
    {0x0000, 0x001F}, {0x007F, 0x009F}, {0x061C, 0x061C}, {0x200B, 0x200B}, {0x200E, 0x200F},
    {0x2028, 0x202E}, {0x2060, 0x206F}, {0xFEFF, 0xFEFF}, {0xFFF9, 0xFFFB},
};

template <std::size_t n>
bool lies_in(const Range (&ranges)[n], std::uint32_t point) {
    return std::any_of(std::begin(ranges), std::end(ranges),
                       [=](const Range& range) { return point >= range.first && point <= range.last; });
}

}  // namespace

ScreenCharacter screen_character(std::string_view text) {
    if (text.front() == '\t') return {std::string(tab), tab.size(), 1};
    const utf8::Point point = utf8::read(text);
    if (point.bytes == 0) return {std::string(replacement), 1, 1};
    if (lies_in(steering, point.value)) return {std::string(replacement), 1, point.bytes};
    const std::size_t width = lies_in(combining, point.value) ? 0 : lies_in(wide, point.value) ? 2 : 1;
    return {std::string(text.substr(0, point.bytes)), width, point.bytes};
}

std::string for_screen(std::string_view text) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const ScreenCharacter character = screen_character(text);
        shown += character.text;
        text.remove_prefix(character.bytes);
    }
    return shown;
}

}  // namespace passerby::rules
