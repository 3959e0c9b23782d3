// The rules that a command works with, from the paths it was given.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "engine/rule_index.hpp"
#include "rules/load.hpp"
#include "server/cli/terminal.hpp"

namespace passerby::cli {

using Paths = std::vector<std::filesystem::path>;

// The compiled set; or, after everything that is wrong was said on stderr, the exit code.
std::variant<std::shared_ptr<const engine::RuleIndex>, Exit> load_rules(
    std::span<const std::filesystem::path> paths);

}  // namespace passerby::cli
