// What is wrong with a request, as RFC 9457 says it: one table of kinds, their status and their words.
//
// A problem repeats nothing that a client sent: every text in it is ours. Trivial values; nothing allocates.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace passerby::wire {

enum class ProblemKind : std::uint8_t {
    malformed_json,
    body_not_an_object,
    slots_missing,
    slots_malformed,
    now_malformed,
    files_malformed,
    undeclared_members,
    unauthorized,
    forbidden,
    wrong_host,
    foreign_origin,
    not_found,
    method_not_allowed,
    body_too_large,
    not_json_media,
    internal,
};

struct Problem {
    ProblemKind kind;
    std::string_view pointer{};          // RFC 6901, of ours: "/slots"
    std::optional<std::size_t> index{};  // … and the item of it that is at fault
    // Of a request refused for its members: those on the fixed list of well-known identifiers, …
    std::span<const std::string_view> identifiers{};
    std::size_t others = 0;  // … and how many more there were
};

int status_of(ProblemKind kind);

inline constexpr std::string_view problem_media_type = "application/problem+json";
// Appends the problem's JSON object.
void write_problem(const Problem& problem, std::string& out);

}  // namespace passerby::wire
