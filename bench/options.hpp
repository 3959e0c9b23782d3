// The command line of the benchmark programs: a few options of theirs, the rest Google Benchmark's.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace passerby::bench {

// A list of numbers as the command line has it: `1000,10000`.
std::vector<std::size_t> parse_numbers(std::string_view text);

// Takes `--NAME=VALUE` out of the arguments; what was not given stays empty.
std::string take_option(int& argc, char** argv, std::string_view name);

// Hands the arguments to Google Benchmark and runs what was registered; the exit code.
int run_registered(int argc, char** argv);

}  // namespace passerby::bench
