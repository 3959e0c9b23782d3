#include "server/wire/json_grammar.hpp"

#include <charconv>
#include <cmath>
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

}  // namespace

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
    if (!is_json_number(text)) { return std::nullopt; }
    double value = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), value).ec == std::errc{}) { return value; }
    const double sign = text.front() == '-' ? -1.0 : 1.0;
    return is_tiny(text) ? std::copysign(0.0, sign) : std::copysign(HUGE_VAL, sign);
}

}  // namespace passerby::wire
