#include "server/issue_lines.hpp"

#include <fmt/format.h>

#include <cstdio>

namespace passerby {

std::string issue_line(const rules::Issue& issue) {
    std::string place = issue.file;
    if (issue.line > 0) place += fmt::format(":{}:{}", issue.line, issue.column);
    const std::string_view severity = issue.severity == rules::Severity::error ? "error" : "warning";
    std::string line = fmt::format("{}: {}: {} [{}]\n", place, severity, issue.message, issue.code);
    if (!issue.hint.empty()) line += fmt::format("  {}\n", issue.hint);
    return line;
}

void print_issues(std::span<const rules::Issue> issues) {
    for (const rules::Issue& issue : issues) std::fputs(issue_line(issue).c_str(), stderr);
}

}  // namespace passerby
