// The tables are made by engine/tables/countries.py. Look-ups are on the request path: a country is found
// by its two letters at once, a region by a hash table that the compiler fills.
#include "engine/countries.hpp"

#include <array>
#include <cstdint>

#include "engine/short_text.hpp"

namespace passerby::engine {

namespace {

struct Country {
    const char* code;
    const char* name;
};

#include "engine/countries_table.inc"
#include "engine/regions_table.inc"

constexpr std::size_t country_total = std::size(countries);
constexpr std::size_t region_bytes = 6;
constexpr std::size_t region_total = (sizeof(region_codes) - 1) / region_bytes;
constexpr std::uint16_t no_country = UINT16_MAX;
constexpr std::uint16_t no_region = UINT16_MAX;
static_assert(std::size(region_names) == region_total);

constexpr char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c;
}

constexpr std::size_t by_letters(char first, char second) {
    return static_cast<std::size_t>(first - 'A') * 26 + static_cast<std::size_t>(second - 'A');
}

constexpr auto country_indexes = [] {
    std::array<std::uint16_t, 26 * 26> indexes{};
    indexes.fill(no_country);
    for (std::size_t i = 0; i < country_total; ++i) {
        indexes[by_letters(countries[i].code[0], countries[i].code[1])] = static_cast<std::uint16_t>(i);
    }
    return indexes;
}();

std::uint16_t find_letters(char first, char second) {
    first = upper(first), second = upper(second);
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') { return no_country; }
    return country_indexes[by_letters(first, second)];
}

constexpr std::string_view padded_region(std::size_t index) {
    return {region_codes + index * region_bytes, region_bytes};
}

// A region's code, at least four bytes of ASCII, as one number: small letters, padded with blanks.
constexpr std::uint64_t word_of(std::string_view code) {
    const auto letter = [code](std::size_t i) {
        return std::uint64_t{static_cast<unsigned char>(code[i])} << (8 * i);
    };
    const std::uint64_t fifth = code.size() > 4 ? letter(4) : std::uint64_t{' '} << 32;
    const std::uint64_t sixth = code.size() > 5 ? letter(5) : std::uint64_t{' '} << 40;
    return ShortText::lower(letter(0) | letter(1) | letter(2) | letter(3) | fifth | sixth);
}

// The regions by a hash of that number: open addressing with linear probing, a third full.
constexpr unsigned region_table_bits = 14;
static_assert(region_total * 2 < 1u << region_table_bits);

constexpr std::size_t home_of(std::uint64_t word) {
    return (word * 0x9e3779b97f4a7c15u) >> (64 - region_table_bits);
}
constexpr std::size_t after(std::size_t place) {
    return (place + 1) & ((1u << region_table_bits) - 1);
}

constexpr auto region_table = [] {
    std::array<std::uint16_t, 1u << region_table_bits> table{};
    table.fill(no_region);
    for (std::size_t i = 0; i < region_total; ++i) {
        std::size_t place = home_of(word_of(padded_region(i)));
        while (table[place] != no_region) { place = after(place); }
        table[place] = static_cast<std::uint16_t>(i);
    }
    return table;
}();

}  // namespace

std::optional<std::size_t> country_index(std::string_view code) {
    const std::uint16_t index = code.size() == 2 ? find_letters(code[0], code[1]) : no_country;
    return index == no_country ? std::nullopt : std::optional<std::size_t>(index);
}

std::optional<std::size_t> region_index(std::string_view code) {
    if (code.size() < 4 || code.size() > region_bytes || code.back() == ' ') { return std::nullopt; }
    if (!ShortText::of(code).is_ascii()) { return std::nullopt; }
    const std::uint64_t wanted = word_of(code);
    for (std::size_t place = home_of(wanted); region_table[place] != no_region; place = after(place)) {
        if (word_of(padded_region(region_table[place])) == wanted) { return region_table[place]; }
    }
    return std::nullopt;
}

std::optional<std::string_view> find_country(std::string_view code) {
    const auto index = country_index(code);
    return index ? std::optional(country_at(*index)) : std::nullopt;
}

std::optional<std::string_view> find_region(std::string_view code) {
    const auto index = region_index(code);
    return index ? std::optional(region_at(*index)) : std::nullopt;
}

std::string_view country_name(std::string_view code) {
    const auto index = country_index(code);
    return index ? countries[*index].name : std::string_view();
}

std::string_view region_name(std::string_view code) {
    const auto index = region_index(code);
    return index ? region_names[*index] : std::string_view();
}

std::size_t country_count() {
    return country_total;
}

std::string_view country_at(std::size_t index) {
    return {countries[index].code, 2};
}

std::size_t region_count() {
    return region_total;
}

std::string_view region_at(std::size_t index) {
    const std::string_view padded = padded_region(index);
    return padded.substr(0, padded.find_last_not_of(' ') + 1);
}

}  // namespace passerby::engine
