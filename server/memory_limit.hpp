// How much memory the system lets this process have: the least limit of its control group and those around
// it.
//
// Who reaches such a limit is killed without a word, where one who reaches `ulimit -v` is only told that
// there is none. So what the program lets others fill has to be measured against it beforehand.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>

namespace passerby::process {

// In bytes; nothing where there is no limit, or none that can be read. `root` is where /proc and /sys hang.
// Formats: cgroups(7), "memory.max" of version 2, "memory.limit_in_bytes" of version 1.
std::optional<std::size_t> read_memory_limit(const std::filesystem::path& root = "/");

}  // namespace passerby::process
