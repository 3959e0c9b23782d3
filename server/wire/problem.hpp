// What is wrong with a request that could be read as one, and where: a kind of problem with its place.
//
// Trivial values; nothing allocates.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "server/problem/kind.hpp"
#include "server/problem/own_text.hpp"

namespace passerby::wire {

using ProblemKind = problem::Kind;
using problem::OwnText;

struct Problem {
    ProblemKind kind;
    OwnText pointer = "";                // RFC 6901: "/slots"
    std::optional<std::size_t> index{};  // … and the item of it that is at fault
    // Of a request refused for its members: those on the fixed list of well-known identifiers, …
    std::span<const OwnText> identifiers{};
    std::size_t others = 0;  // … and how many more there were
};

// Appends the problem's JSON object.
void write_problem(const Problem& problem, std::string& out);

}  // namespace passerby::wire
