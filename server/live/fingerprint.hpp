// What a rule set's files look like from outside, cheaply: names, sizes, times, inodes. Two looks that differ
// mean that the files must be read; two that agree mean that they need not.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>

namespace passerby::live {

using Fingerprint = std::uint64_t;

Fingerprint take_fingerprint(std::span<const std::filesystem::path> paths);

}  // namespace passerby::live
