// Reading what find_rule_files and find_test_files (load.hpp) found.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/issue.hpp"
#include "rules/load.hpp"

namespace passerby::rules {

// The file's bytes; or nothing and an issue: it cannot be read, or is longer than limits::file_bytes_max.
std::optional<std::string> read_file(const FoundFile& file, std::vector<Issue>& issues);

}  // namespace passerby::rules
