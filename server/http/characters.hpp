// The classes of characters that RFC 9110 and RFC 9112 speak of, each byte looked up in one table.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace passerby::http {

namespace characters {

enum Class : std::uint8_t {
    token = 1,  // of methods and field names
    digit = 2,
    hex = 4,
    target = 8,    // of request targets: visible ASCII but `#`, which no client sends
    field = 16,    // of field values: visible, blanks, bytes past ASCII
    host = 32,     // of a registered name or an IPv4 address
    bracket = 64,  // of an IPv6 literal
};

constexpr bool contains(std::string_view set, int c) {
    for (const char member : set) {
        if (member == c) return true;
    }
    return false;
}

constexpr std::uint8_t classes_of(int c) {
    const bool digit_ = c >= '0' && c <= '9';
    const bool hex_ = digit_ || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    const bool alphanumeric = digit_ || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    const bool visible_ = c > 0x20 && c < 0x7f;
    int classes = 0;
    if (alphanumeric || contains("!#$%&'*+-.^_`|~", c)) classes |= token;
    if (digit_) classes |= digit;
    if (hex_) classes |= hex;
    if (visible_ && c != '#') classes |= target;
    if (visible_ || c == ' ' || c == '\t' || c >= 0x80) classes |= field;
    if (alphanumeric || contains("-._~!$&'()*+,;=%", c)) classes |= host;
    if (hex_ || contains(":.", c)) classes |= bracket;
    return static_cast<std::uint8_t>(classes);
}

inline constexpr auto table = [] {
    std::array<std::uint8_t, 256> classes{};
    for (int c = 0; c < 256; ++c) classes[static_cast<std::size_t>(c)] = classes_of(c);
    return classes;
}();

constexpr bool is(char c, Class of) {
    return (table[static_cast<unsigned char>(c)] & of) != 0;
}

}  // namespace characters

constexpr bool is_token(char c) {
    return characters::is(c, characters::token);
}
constexpr bool is_digit(char c) {
    return characters::is(c, characters::digit);
}
constexpr bool is_hex(char c) {
    return characters::is(c, characters::hex);
}
constexpr bool is_target(char c) {
    return characters::is(c, characters::target);
}
// ASCII without controls and space.
constexpr bool is_visible(char c) {
    return is_target(c) || c == '#';
}
constexpr bool is_field_character(char c) {
    return characters::is(c, characters::field);
}
constexpr bool is_blank(char c) {
    return c == ' ' || c == '\t';
}
constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// All of them, eight at a time.
bool are_field_characters(std::string_view text);

// Of a text without controls. `lower_case`: small letters, digits, `-`, `.`, `:`, `/`.
bool begins_without_case(std::string_view text, std::string_view lower_case);
inline bool equals_without_case(std::string_view text, std::string_view lower_case) {
    return text.size() == lower_case.size() && begins_without_case(text, lower_case);
}

// Without blanks at both ends.
std::string_view trim(std::string_view text);

// `HOST` or `HOST:PORT`: what a Host header and an absolute target may name.
bool is_authority(std::string_view text);

}  // namespace passerby::http
