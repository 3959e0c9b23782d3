// Where the words of a command go: results to stdout, remarks to stderr, colour only where a person looks.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace passerby::cli {

// The exit codes of every command.
enum class Exit : int {
    fine = 0,
    wrong = 1,    // the command worked, and what it looked at is wrong
    useless = 2,  // it could not work: usage, a missing file, an address in use
};

enum class Stream : std::uint8_t { results, remarks };

// A terminal, and `NO_COLOR` is unset or empty.
bool wants_colour(Stream stream);

// `passerby: TEXT`, on stderr.
void remark(std::string_view text);
// The same, and the exit code for it.
Exit refuse(std::string_view text);

// Writes results; false once stdout takes no more (a closed pipe, a full disk).
bool print(std::string_view text);
// Flushes; `wished`, unless something was lost on the way.
Exit finish(Exit wished);

}  // namespace passerby::cli
