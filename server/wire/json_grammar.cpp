#include "server/wire/json_grammar.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

namespace passerby::wire {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

// Takes all digits at the front; false where there is none.
bool take_digits(std::string_view& text) {
    std::size_t count = 0;
    while (count < text.size() && is_digit(text[count])) { ++count; }
    text.remove_prefix(count);
    return count > 0;
}

bool take(std::string_view& text, char c) {
    if (!text.starts_with(c)) { return false; }
    text.remove_prefix(1);
    return true;
}

// Of a number that no double holds: whether it is too near to zero, rather than too far from it. Counts
// where its first significant digit stands; exponents beyond any reason end the count early.
bool is_tiny(std::string_view number) {
    take(number, '-');
    long exponent = 0;
    if (const auto e = number.find_first_of("eE"); e != number.npos) {
        auto digits = number.substr(e + 1);
        const bool down = take(digits, '-');
        take(digits, '+');
        if (std::from_chars(digits.data(), digits.data() + digits.size(), exponent).ec != std::errc{}) {
            exponent = std::numeric_limits<int>::max();
        }
        exponent = down ? -exponent : exponent;
        number = number.substr(0, e);
    }
    const auto point = number.find('.') == number.npos ? number.size() : number.find('.');
    const auto first = number.find_first_of("123456789");
    if (first == number.npos) { return true; }
    return exponent + static_cast<long>(point) - static_cast<long>(first) < 0;
}

// A double holds every whole number of so many digits.
constexpr std::size_t exact_digits = 15;

// Most numbers are a few digits. Nothing for others.
std::optional<double> read_small_whole(std::string_view text) {
    if (text.empty() || text.size() > exact_digits || (text.front() == '0' && text.size() > 1)) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char c : text) {
        if (!is_digit(c)) { return std::nullopt; }
        value = 10 * value + (c - '0');
    }
    return static_cast<double>(value);
}

constexpr std::uint32_t high_surrogates = 0xD800, low_surrogates = 0xDC00, surrogates_end = 0xE000;

// The four hexadecimal digits of `\u` at the front.
bool take_code_unit(std::string_view& text, std::uint32_t& unit) {
    constexpr std::size_t digits = 4;
    if (text.size() < digits) { return false; }
    const auto read = std::from_chars(text.data(), text.data() + digits, unit, 16);
    text.remove_prefix(digits);
    return read.ec == std::errc{} && read.ptr == text.data();
}

bool take_code_point(std::string_view& text, std::uint32_t& point) {
    if (!take_code_unit(text, point) || (point >= low_surrogates && point < surrogates_end)) { return false; }
    if (point < high_surrogates || point >= surrogates_end) { return true; }
    std::uint32_t low = 0;
    if (!take(text, '\\') || !take(text, 'u') || !take_code_unit(text, low)) { return false; }
    if (low < low_surrogates || low >= surrogates_end) { return false; }
    point = 0x10000 + ((point - high_surrogates) << 10) + (low - low_surrogates);
    return true;
}

char* write_utf8(std::uint32_t point, char* out) {
    const auto put = [&out](std::uint32_t byte) { *out++ = static_cast<char>(byte); };
    const auto put_rest = [&](unsigned shift) { put(0x80 | ((point >> shift) & 0x3F)); };
    if (point < 0x80) { return put(point), out; }
    if (point < 0x800) { return put(0xC0 | point >> 6), put_rest(0), out; }
    if (point < 0x10000) { return put(0xE0 | point >> 12), put_rest(6), put_rest(0), out; }
    return put(0xF0 | point >> 18), put_rest(12), put_rest(6), put_rest(0), out;
}

// What the letter behind a backslash stands for; 0 where it is none of them.
char escaped_by(char letter) {
    constexpr std::string_view letters = "\"\\/bfnrt", meant = "\"\\/\b\f\n\r\t";
    const auto at = letters.find(letter);
    return at == letters.npos ? '\0' : meant[at];
}

}  // namespace

char* unescape_json(std::string_view text, char* out) {
    for (;;) {
        const auto plain = std::min(text.find('\\'), text.size());
        out = std::copy_n(text.data(), plain, out);
        text.remove_prefix(plain);
        if (text.empty()) { return out; }
        if (text.size() == 1) { return nullptr; }
        const char letter = text[1];
        text.remove_prefix(2);
        std::uint32_t point = static_cast<unsigned char>(escaped_by(letter));
        if (point == 0 && (letter != 'u' || !take_code_point(text, point))) { return nullptr; }
        out = write_utf8(point, out);
    }
}

bool is_json_number(std::string_view text) {
    take(text, '-');
    if (!take(text, '0') && !take_digits(text)) { return false; }
    if (take(text, '.') && !take_digits(text)) { return false; }
    if (take(text, 'e') || take(text, 'E')) {
        if (!take(text, '+')) { take(text, '-'); }
        if (!take_digits(text)) { return false; }
    }
    return text.empty();
}

bool is_json_literal(std::string_view text) {
    return text == "true" || text == "false" || text == "null";
}

std::optional<double> read_json_number(std::string_view text) {
    if (const auto whole = read_small_whole(text)) { return whole; }
    if (!is_json_number(text)) { return std::nullopt; }
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{}) { return value; }
    const double sign = text.front() == '-' ? -1.0 : 1.0;
    return is_tiny(text) ? std::copysign(0.0, sign) : std::copysign(HUGE_VAL, sign);
}

}  // namespace passerby::wire
