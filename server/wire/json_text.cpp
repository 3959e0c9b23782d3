#include "server/wire/json_text.hpp"

#include <array>
#include <charconv>

namespace passerby::wire {

namespace {

// The letter after the backslash, `u` where there is none of its own, 0 where nothing is escaped.
constexpr char escape_of(unsigned char byte) {
    switch (byte) {
        case '"': return '"';
        case '\\': return '\\';
        case '\b': return 'b';
        case '\f': return 'f';
        case '\n': return 'n';
        case '\r': return 'r';
        case '\t': return 't';
        default: return byte < 0x20 ? 'u' : '\0';
    }
}

constexpr auto escapes = [] {
    std::array<char, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        table[byte] = escape_of(static_cast<unsigned char>(byte));
    }
    return table;
}();

}  // namespace

void append_json_string(std::string_view text, std::string& out) {
    static constexpr std::string_view hex = "0123456789abcdef";
    out.push_back('"');
    std::size_t plain = 0;  // where the run of bytes that stay as they are begins
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        const char escape = escapes[byte];
        if (escape == '\0') { continue; }
        out.append(text.substr(plain, i - plain));
        out.push_back('\\');
        out.push_back(escape);
        if (escape == 'u') { out.append("00").append(1, hex[byte >> 4]).append(1, hex[byte & 15]); }
        plain = i + 1;
    }
    out.append(text.substr(plain)).push_back('"');
}

void append_number(std::int64_t number, std::string& out) {
    std::array<char, 20> digits;
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

}  // namespace passerby::wire
