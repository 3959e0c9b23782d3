// The tables are made by engine/tables/countries.py. Look-ups are on the request path: a country is found
// by its two letters at once, a region among those of its country.
#include "engine/countries.hpp"

#include <array>
#include <cstdint>

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
constexpr std::size_t no_region = SIZE_MAX;
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

// Where the regions of the country with that index begin; those of the next one end them.
constexpr auto region_starts = [] {
    std::array<std::uint16_t, country_total + 1> starts{};
    std::size_t region = 0;
    for (std::size_t i = 0; i < country_total; ++i) {
        starts[i] = static_cast<std::uint16_t>(region);
        while (region < region_total && region_codes[region * region_bytes] == countries[i].code[0] &&
               region_codes[region * region_bytes + 1] == countries[i].code[1]) {
            ++region;
        }
    }
    starts[country_total] = static_cast<std::uint16_t>(region);
    return starts;
}();
static_assert(region_starts.back() == region_total, "every region's country is in the list of countries");

std::uint16_t country_index(char first, char second) {
    first = upper(first), second = upper(second);
    if (first < 'A' || first > 'Z' || second < 'A' || second > 'Z') { return no_country; }
    return country_indexes[by_letters(first, second)];
}

std::string_view region_view(std::size_t index) {
    const std::string_view padded(region_codes + index * region_bytes, region_bytes);
    return padded.substr(0, padded.find_last_not_of(' ') + 1);
}

std::size_t region_index(std::string_view code) {
    if (code.size() < 4 || code.size() > region_bytes || code[2] != '-') { return no_region; }
    const std::uint16_t country = country_index(code[0], code[1]);
    if (country == no_country) { return no_region; }
    std::array<char, region_bytes> spelled{};
    for (std::size_t i = 0; i < code.size(); ++i) { spelled[i] = upper(code[i]); }
    const std::string_view wanted(spelled.data(), code.size());
    std::size_t low = region_starts[country], high = region_starts[country + 1u];
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const int order = region_view(middle).compare(wanted);
        if (order == 0) { return middle; }
        (order < 0 ? low : high) = order < 0 ? middle + 1 : middle;
    }
    return no_region;
}

}  // namespace

std::optional<std::string_view> find_country(std::string_view code) {
    const std::uint16_t index = code.size() == 2 ? country_index(code[0], code[1]) : no_country;
    if (index == no_country) { return std::nullopt; }
    return countries[index].code;
}

std::optional<std::string_view> find_region(std::string_view code) {
    const std::size_t index = region_index(code);
    if (index == no_region) { return std::nullopt; }
    return region_view(index);
}

std::string_view country_name(std::string_view code) {
    const std::uint16_t index = code.size() == 2 ? country_index(code[0], code[1]) : no_country;
    return index == no_country ? std::string_view() : countries[index].name;
}

std::string_view region_name(std::string_view code) {
    const std::size_t index = region_index(code);
    return index == no_region ? std::string_view() : region_names[index];
}

std::size_t country_count() {
    return country_total;
}

std::string_view country_at(std::size_t index) {
    return countries[index].code;
}

std::size_t region_count() {
    return region_total;
}

std::string_view region_at(std::size_t index) {
    return region_view(index);
}

}  // namespace passerby::engine
