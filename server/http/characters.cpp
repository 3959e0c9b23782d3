#include "server/http/characters.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <cstring>

namespace passerby::http {

namespace {

constexpr std::uint64_t every_byte(std::uint64_t byte) {
    return 0x0101010101010101u * byte;
}

// Whether one of the eight is a control character: below a space, or DEL. A tab is one here.
bool any_control(std::uint64_t bytes) {
    const std::uint64_t not_del = bytes ^ every_byte(0x7f);
    return (((bytes - every_byte(0x20)) & ~bytes) | ((not_del - every_byte(1)) & ~not_del)) &
           every_byte(0x80);
}

}  // namespace

bool are_field_characters(std::string_view text) {
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if (any_control(word)) break;  // each byte for itself
    }
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), is_field_character);
}

// What makes a capital small changes nothing else that may be wanted: it has that bit already, and what would
// get it too are controls, which a text that was checked does not hold.
bool begins_without_case(std::string_view text, std::string_view lower_case) {
    constexpr unsigned char small = 0x20;
    if (text.size() < lower_case.size()) return false;
    std::size_t at = 0;
    for (std::uint64_t sent = 0, wanted = 0; at + sizeof sent <= lower_case.size(); at += sizeof sent) {
        std::memcpy(&sent, text.data() + at, sizeof sent);
        std::memcpy(&wanted, lower_case.data() + at, sizeof wanted);
        if ((sent | every_byte(small)) != wanted) return false;
    }
    for (; at < lower_case.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) | small) != static_cast<unsigned char>(lower_case[at])) {
            return false;
        }
    }
    return true;
}

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    return text;
}

namespace {

bool all(std::string_view text, characters::Class of) {
    return std::all_of(text.begin(), text.end(), [of](char c) { return characters::is(c, of); });
}

// A name's percent signs are followed by two hex digits.
bool is_name(std::string_view text) {
    if (text.empty() || !all(text, characters::host)) return false;
    for (std::size_t at = text.find('%'); at != text.npos; at = text.find('%', at + 1)) {
        if (text.size() - at < 3 || !is_hex(text[at + 1]) || !is_hex(text[at + 2])) return false;
    }
    return true;
}

bool is_port(std::string_view text) {
    return text.size() <= 5 && all(text, characters::digit);
}

bool is_ipv6(std::string_view text) {
    std::array<char, INET6_ADDRSTRLEN> terminated{};
    if (text.size() >= terminated.size() || !all(text, characters::bracket)) return false;
    std::copy(text.begin(), text.end(), terminated.begin());
    in6_addr address;
    return ::inet_pton(AF_INET6, terminated.data(), &address) == 1;
}

// An address of a kind to come: `v1.…`.
bool is_later_literal(std::string_view text) {
    const std::size_t point = text.find('.');
    if (point == text.npos || point < 2 || lower(text.front()) != 'v') return false;
    const std::string_view address = text.substr(point + 1);
    return all(text.substr(1, point - 1), characters::hex) && !address.empty() &&
           std::all_of(address.begin(), address.end(),
                       [](char c) { return c == ':' || (c != '%' && characters::is(c, characters::host)); });
}

}  // namespace

bool is_authority(std::string_view text) {
    if (text.starts_with('[')) {
        const std::size_t close = text.find(']');
        const std::string_view literal = text.substr(1, close == text.npos ? close : close - 1);
        if (close == text.npos || !(is_ipv6(literal) || is_later_literal(literal))) return false;
        const std::string_view rest = text.substr(close + 1);
        return rest.empty() || (rest.front() == ':' && is_port(rest.substr(1)));
    }
    const std::size_t colon = text.find(':');
    if (colon == text.npos) return is_name(text);
    return is_name(text.substr(0, colon)) && is_port(text.substr(colon + 1));
}

}  // namespace passerby::http
