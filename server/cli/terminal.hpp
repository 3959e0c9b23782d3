// Where the words of a command go: results to stdout, remarks to stderr, colour only where a person looks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "rules/render.hpp"

namespace passerby::cli {

// The exit codes of every command.
enum class Exit : int {
    fine = 0,
    wrong = 1,    // the command worked, and what it looked at is wrong
    useless = 2,  // it could not work: usage, a missing file, an address in use
};

enum class Stream : std::uint8_t { results, remarks };

// On a terminal, unless `NO_COLOR` is set.
rules::Colour wants_colour(Stream stream);

// `passerby: TEXT`, on stderr.
void remark(std::string_view text);
// As it stands, on stderr.
void write_remark(std::string_view text);
// A remark, and the exit code for it.
Exit refuse(std::string_view text);

// Writes results. What cannot be written shows in finish().
void print(std::string_view text);
void flush_results();
// The exit code; `wished`, unless something was lost on the way out.
Exit finish(Exit wished);

}  // namespace passerby::cli
