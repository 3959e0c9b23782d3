// A remark to a rule author: what is wrong or doubtful, exactly where, and what would help.
//
// Every check of the language ends in Issues, never in exceptions; the command line, the server and the
// console show the same ones.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::rules {

enum class Severity : std::uint8_t { error, warning };

struct Issue {
    Severity severity = Severity::error;
    std::string file;          // as the author named it: relative path, or what was given on the command line
    std::uint32_t line = 0;    // from 1; 0: about the whole file or set
    std::uint32_t column = 0;  // from 1, in code points
    std::string code;          // `unknown-key`: stable, for `allow:` and for machines
    std::string message;       // lower case, input in backticks, no full stop
    std::string hint;          // what to do; may be empty

    friend bool operator==(const Issue&, const Issue&) = default;
};

bool has_errors(std::span<const Issue> issues);
// By file, line, column, then code; equal ones once; at the place of a slip in YAML only that slip.
void sort_issues(std::vector<Issue>& issues);

// The language's own "did you mean": the candidate nearest to `word` by edit distance (case aside), if it
// is near enough to be a slip; else empty.
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace passerby::rules
