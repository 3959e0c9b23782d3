#include "rules/json_text.hpp"

#include <charconv>
#include <cstring>

#include "engine/short_text.hpp"

namespace passerby::rules {

namespace {

constexpr auto every_byte = engine::ShortText::every_byte;

// Not 0 where one of the eight bytes is 0.
constexpr std::uint64_t zero_bytes(std::uint64_t bytes) {
    return (bytes - every_byte(1)) & ~bytes & every_byte(0x80);
}

// Whether JSON asks for an escape among them; control characters are those that a subtraction borrows for.
constexpr bool any_to_escape(std::uint64_t bytes) {
    const std::uint64_t control = (bytes - every_byte(0x20)) & ~bytes & every_byte(0x80);
    return (control | zero_bytes(bytes ^ every_byte('"')) | zero_bytes(bytes ^ every_byte('\\'))) != 0;
}

constexpr bool is_to_escape(char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
}

// How many bytes at the front go over as they are.
std::size_t plain_bytes(std::string_view text) {
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (any_to_escape(word)) { break; }
    }
    while (at < text.size() && !is_to_escape(text[at])) { ++at; }
    return at;
}

void append_escape(std::string& out, char c) {
    static constexpr std::string_view hex = "0123456789abcdef";
    const auto byte = static_cast<unsigned char>(c);
    switch (c) {
        case '"': out += "\\\""; return;
        case '\\': out += "\\\\"; return;
        case '\n': out += "\\n"; return;
        case '\t': out += "\\t"; return;
        default: (out += "\\u00") += hex[byte >> 4]; out += hex[byte & 15];
    }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
    out += '"';
    for (;;) {
        const std::size_t plain = plain_bytes(text);
        out.append(text, 0, plain);
        if (plain == text.size()) { break; }
        append_escape(out, text[plain]);
        text.remove_prefix(plain + 1);
    }
    out += '"';
}

void append_json_number(std::string& out, std::int64_t number) {
    char digits[24];
    out.append(digits, std::to_chars(digits, digits + sizeof digits, number).ptr);
}

}  // namespace passerby::rules
