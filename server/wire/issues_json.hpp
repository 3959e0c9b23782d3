// Issues as JSON: one shape for the command line, the admin interface and `/readyz`.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "rules/issue.hpp"

namespace passerby::wire {

enum class IssueParts : std::uint8_t { all, without_hint };

// `[{"file", "line", "column", "severity", "code", "message", "hint"}, …]`
void append_issues(std::span<const rules::Issue> issues, IssueParts parts, std::string& out);

}  // namespace passerby::wire
