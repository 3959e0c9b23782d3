#include "engine/text.hpp"

#include <cstdint>

namespace passerby::engine {

namespace {

// By the first byte of a sequence: how many bytes follow, its own payload, and the least code point that
// needs so many bytes (a shorter way to write it exists below: overlong, so no character).
struct Lead {
    unsigned first, mask, following;
    char32_t least;
};

constexpr Lead leads[] = {
    {0xC0, 0xE0, 1, 0x80},
    {0xE0, 0xF0, 2, 0x800},
    {0xF0, 0xF8, 3, 0x10000},
};

constexpr bool is_character(char32_t code_point) {
    return code_point < stray_byte && (code_point < 0xD800 || code_point > 0xDFFF);
}

}  // namespace

char32_t next_beyond_ascii(const char*& at, const char* end) {
    const unsigned first = static_cast<unsigned char>(*at);
    for (const Lead& lead : leads) {
        if ((first & lead.mask) != lead.first || static_cast<unsigned>(end - at) <= lead.following) {
            continue;
        }
        char32_t code_point = first & ~lead.mask;
        bool whole = true;
        for (unsigned i = 1; i <= lead.following; ++i) {
            const unsigned byte = static_cast<unsigned char>(at[i]);
            whole = whole && (byte & 0xC0) == 0x80;
            code_point = code_point << 6 | (byte & 0x3F);
        }
        if (!whole || code_point < lead.least || !is_character(code_point)) { break; }
        at += lead.following + 1;
        return code_point;
    }
    ++at;
    return stray_byte + first;
}

void append_code_point(char32_t code_point, std::string& out) {
    const auto put = [&out](char32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code_point >= stray_byte) { return put(code_point - stray_byte); }
    if (code_point < 0x80) { return put(code_point); }
    if (code_point < 0x800) {
        put(0xC0 | code_point >> 6);
    } else if (code_point < 0x10000) {
        put(0xE0 | code_point >> 12);
        put(0x80 | (code_point >> 6 & 0x3F));
    } else {
        put(0xF0 | code_point >> 18);
        put(0x80 | (code_point >> 12 & 0x3F));
        put(0x80 | (code_point >> 6 & 0x3F));
    }
    put(0x80 | (code_point & 0x3F));
}

std::size_t count_code_points(std::string_view text) {
    std::size_t count = 0;
    const char* at = text.data();
    const char* const end = at + text.size();
    for (; at != end; ++count) { next_code_point(at, end); }
    return count;
}

}  // namespace passerby::engine
