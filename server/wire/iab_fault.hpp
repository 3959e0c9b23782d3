// Why a consent string of the IAB's frameworks cannot be read: a closed list, so that it can be counted.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace passerby::wire {

enum class IabFault : std::uint8_t {
    empty,          // nothing, or nothing between two separators
    too_long,       // over iab_bytes_max
    bad_character,  // none of the alphabet
    bad_version,    // of the string or of one section; also what is none of these strings at all
    cut_short,      // it ends before its last field
    bad_value,      // a value that its field cannot have
    bad_range,      // ids that are 0, over their maximum, descending or overlapping
    repeated,       // a second segment of a kind
    unlisted,       // a section that we do not know, and that may restrict
    miscounted,     // other sections than the header lists
    rubbish,        // more after the last field than padding
};

// As metrics name them; in the order of IabFault.
inline constexpr std::array<std::string_view, 11> iab_fault_names = {
    "empty",     "too_long", "bad_character", "bad_version", "cut_short", "bad_value",
    "bad_range", "repeated", "unlisted",      "miscounted",  "rubbish"};
static_assert(static_cast<std::size_t>(IabFault::rubbish) + 1 == iab_fault_names.size());

inline constexpr std::size_t iab_bytes_max = 4u << 10;  // three lists of 7,500 vendors, a bit for each

}  // namespace passerby::wire
