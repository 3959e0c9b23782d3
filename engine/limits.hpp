// Every bound of the engine and the rule language, with its reason.
//
// A bound that an author can meet is named in the error that meets it; a bound on a request drops the
// signal or refuses the request. Nothing grows with what a stranger sends beyond these.
#pragma once

#include <cstddef>
#include <cstdint>

namespace passerby::engine::limits {

// The rule language (`rules/`): a rule set is written by a colleague, but may come through a web form.
inline constexpr std::size_t file_bytes_max = 64u << 20;     // a million terse rules in a few files
inline constexpr std::size_t rules_max = 1'000'000;          // rule ids fit 20 bits, with room
inline constexpr std::size_t condition_depth_max = 16;       // deeper than any person can read
inline constexpr std::size_t yaml_depth_max = 64;            // content `data` may nest deeper than conditions
inline constexpr std::size_t tests_per_rule_max = 1'000;     // bounds one exact check of one rule
inline constexpr std::size_t list_values_max = 10'000;       // a list of all postal places of a country
inline constexpr std::size_t scalar_bytes_max = 8u << 10;    // a paragraph, not a book
inline constexpr std::size_t id_bytes_max = 64;              // ids are keys of answers and counts
inline constexpr std::size_t declared_signals_max = 4'096;   // signal ids fit 16 bits; no site has so many
inline constexpr std::size_t member_bytes_max = 48;          // a declared signal's name after its group
inline constexpr std::size_t slots_max = 4'096;              // places of one site
inline constexpr std::size_t choices_per_slot_max = 10;      // `count`
inline constexpr std::int32_t priority_max = 1'000'000'000;  // and its negative; fits 32 bits
inline constexpr double weight_max = 1'000'000.0;            // sums of a million of them stay exact
inline constexpr double number_max = 1e15;                   // below 2^53: whole numbers stay exact

// A request: written by a stranger.
inline constexpr std::size_t asked_slots_max = 32;
inline constexpr std::size_t string_bytes_max = 256;
inline constexpr std::size_t path_bytes_max = 2'048;
inline constexpr std::size_t set_members_max = 64;
inline constexpr std::size_t excluded_max = 256;              // contents one device may have used up
inline constexpr std::int32_t utc_offset_minutes_min = -720;  // Baker Island
inline constexpr std::int32_t utc_offset_minutes_max = 840;   // Kiritimati
inline constexpr std::uint8_t buckets = 100;                  // a bucket is a whole per cent

static_assert(number_max < 9007199254740992.0, "whole numbers must stay exact in a double");

}  // namespace passerby::engine::limits
