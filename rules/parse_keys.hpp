// The keys that a mapping may have, as one table a kind of mapping: each with the reader of its value.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "rules/report.hpp"

namespace passerby::rules {

enum class Need : std::uint8_t { optional, required };

template <class Reader>
struct Key {
    std::string_view name;
    void (Reader::*read)(Node value);
    Need need = Need::optional;
};

void say_unknown_key(Report& report, Node key, std::string_view owner,
                     std::span<const std::string_view> known);
void say_missing_key(Report& report, Node mapping, std::string_view owner, std::string_view missing);

// Hands each value to its key's reader, in the order of the text. Unknown keys get the nearest known one as a
// suggestion, missing ones are named. `owner` is what the mapping is, e.g. "a rule".
template <class Reader, std::size_t size>
void read_keys(Report& report, Node mapping, std::string_view owner, const Key<Reader> (&keys)[size],
               Reader& reader) {
    static_assert(size <= 32, "one bit a key");
    std::uint32_t seen = 0;
    for (auto [key, value] : mapping.entries()) {
        std::size_t at = 0;
        while (at < size && keys[at].name != key.text()) { ++at; }
        if (at < size) {
            seen |= std::uint32_t{1} << at;
            const auto read = keys[at].read;  // on its own: GCC 12 under UBSan loses `at` in one expression
            (reader.*read)(value);
            continue;
        }
        std::array<std::string_view, size> known;
        for (std::size_t i = 0; i < size; ++i) { known[i] = keys[i].name; }
        say_unknown_key(report, key, owner, known);
    }
    for (std::size_t at = 0; at < size; ++at) {
        const bool missing = keys[at].need == Need::required && (seen >> at & 1u) == 0;
        if (missing) { say_missing_key(report, mapping, owner, keys[at].name); }
    }
}

// Nothing was written after the key: for sections and things that may have no members.
inline bool is_blank(Node node) {
    return node.is_scalar() && node.plain() && node.text().empty();
}

}  // namespace passerby::rules
