// Stepping through UTF-8, one code point at a time.
//
// Texts come from rule files and requests that were checked to be UTF-8; still nothing here trusts that: a
// byte that is no part of a valid sequence counts as one character of its own, unlike every real one.
#pragma once

#include <string>
#include <string_view>

namespace passerby::engine {

// Stray bytes are told apart from code points by standing above the last one, U+10FFFF.
inline constexpr char32_t stray_byte = 0x110000;

// For sequences of two bytes and more; see next_code_point.
char32_t next_beyond_ascii(const char*& at, const char* end);

// The code point at `at`, which moves past it. `at` must lie before `end`.
inline char32_t next_code_point(const char*& at, const char* end) {
    const auto first = static_cast<unsigned char>(*at);
    if (first < 0x80) { return ++at, first; }
    return next_beyond_ascii(at, end);
}

// The inverse: a stray byte comes out as the byte that it was.
void append_code_point(char32_t code_point, std::string& out);

std::size_t count_code_points(std::string_view text);

}  // namespace passerby::engine
