// The countries (ISO 3166-1 alpha-2) and their regions (ISO 3166-2) that a location may name.
//
// Codes are read without regard to case; the canonical spelling is upper case.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace passerby::engine {

// The canonical spelling of a code in any case ("de" → "DE"), or nothing. The views live for ever.
std::optional<std::string_view> find_country(std::string_view code);
std::optional<std::string_view> find_region(std::string_view code);

// Where a code in any case stands among all, or nothing.
std::optional<std::size_t> country_index(std::string_view code);
std::optional<std::size_t> region_index(std::string_view code);

inline bool is_country(std::string_view code) {
    return find_country(code).has_value();
}
inline bool is_region(std::string_view code) {
    return find_region(code).has_value();
}

// The short English name, as it reads after "you are in": "Germany", "the Netherlands". Empty for what is
// no country's code.
std::string_view country_name(std::string_view code);

// What the region calls itself: "Bayern", "California". Empty for what is no region's code.
std::string_view region_name(std::string_view code);

// Every code, ascending: for messages and editors.
std::size_t country_count();
std::string_view country_at(std::size_t index);
std::size_t region_count();
std::string_view region_at(std::size_t index);

}  // namespace passerby::engine
