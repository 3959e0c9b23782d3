// Cases with names, in tests/golden/cases: a folder of rule files, and requests.jsonl with one request a
// line. A request carries two members more: `now`, the moment it comes, and `headers`, e.g. `{"gpc": true}`.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/property/make_case.hpp"

namespace passerby::property {

reference::Tree to_line(const Case& request);

// The rule files directly in a folder, in the order of the set; tests left out.
std::vector<std::pair<std::string, reference::Tree>> read_rule_folder(const std::filesystem::path& folder);

// All requests of one folder, each with the folder's rules. Throws where the folder is not as said above.
std::vector<Case> read_named_cases(const std::filesystem::path& folder);

}  // namespace passerby::property
