// `passerby check`: everything that is wrong or doubtful in a rule set, in one pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/cli/rule_files.hpp"
#include "server/cli/terminal.hpp"

namespace passerby::cli {

enum class ReportFormat : std::uint8_t { text, json, sarif };

struct CheckFlags {
    Paths paths;
    ReportFormat format = ReportFormat::text;
    bool warnings_as_errors = false;
    std::optional<std::string> config;
};

Exit check(const CheckFlags& flags);

}  // namespace passerby::cli
