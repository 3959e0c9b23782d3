// UTF-8, strictly: no overlong forms, no surrogates, nothing past U+10FFFF.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

namespace passerby::rules::utf8 {

struct Point {
    std::uint32_t value = 0;
    std::size_t bytes = 0;  // 0: the text does not begin with UTF-8
};

// The first code point of a text that is not empty.
Point read(std::string_view text);

// Appends a code point that is no surrogate.
void append(std::string& text, std::uint32_t point);

// The code points of a text that is UTF-8.
inline std::size_t count(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0) != 0x80;
    }));
}

}  // namespace passerby::rules::utf8
