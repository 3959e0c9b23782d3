// The bricks of the sentences that visitors read: lists, amounts, and texts of a length that reads.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/rule_set.hpp"

namespace passerby::engine {

// The frame with its `{}` replaced.
std::string filled(std::string_view frame, std::string_view with);

// "a, b or c". Of more than told_max parts the first few are told and the rest counted, in the frame
// `others`: "{} other countries".
inline constexpr std::size_t told_max = 5;
inline constexpr std::size_t told_of_many = 3;
constexpr std::size_t told_of(std::size_t total) {
    return total > told_max ? told_of_many : total;
}
// `parts` holds all `total` of them, or at least those that are told.
std::string joined(std::span<const std::string> parts, std::size_t total, std::string_view conjunction,
                   std::string_view others);
inline std::string joined(std::span<const std::string> parts, std::string_view conjunction,
                          std::string_view others) {
    return joined(parts, parts.size(), conjunction, others);
}

// An author's text as a part of a sentence: in one line, and cut where it would swamp the others.
std::string spoken(std::string_view text);

// Ascending, overlaps united, and whole numbers that follow each other too.
std::vector<Interval> united(std::span<const Interval> intervals, const Signal& signal);

// "50 or more", "less than 7.5", "1, 3 or 5 to 9"; with a noun "3 or more pages", "at most 1 page".
struct Noun {
    std::string_view one, many;  // both empty: no noun
};
std::string amounts(std::span<const Interval> intervals, const Signal& signal, Noun noun);

}  // namespace passerby::engine
