// The names in a folder, read so that running out of memory is an exception like elsewhere.
//
// The standard library's iterators of folders are no use to a program that has to go on: GCC's end it when
// they find no memory (they allocate where they promised not to throw).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace passerby::rules {

// Adds the names, in no order; without `.` and `..`. False where the folder cannot be read.
bool read_folder(const std::filesystem::path& folder, std::vector<std::string>& names);

}  // namespace passerby::rules
