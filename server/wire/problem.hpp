// What is wrong with a request that could be read as one, and where: a kind of problem with its place.
//
// Trivial values; nothing allocates.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "server/problem/kind.hpp"

namespace passerby::wire {

using ProblemKind = problem::Kind;

struct Problem {
    ProblemKind kind;
    std::string_view pointer{};          // RFC 6901, of ours: "/slots"
    std::optional<std::size_t> index{};  // … and the item of it that is at fault
    // Of a request refused for its members: those on the fixed list of well-known identifiers, …
    std::span<const std::string_view> identifiers{};
    std::size_t others = 0;  // … and how many more there were
};

// Appends the problem's JSON object.
void write_problem(const Problem& problem, std::string& out);

}  // namespace passerby::wire
