#include "rules/issue.hpp"

#include <algorithm>
#include <tuple>

namespace passerby::rules {

bool has_errors(std::span<const Issue> issues) {
    return std::any_of(issues.begin(), issues.end(),
                       [](const Issue& issue) { return issue.severity == Severity::error; });
}

void sort_issues(std::vector<Issue>& issues) {
    const auto key = [](const Issue& issue) {
        return std::tie(issue.file, issue.line, issue.column, issue.code, issue.message);
    };
    std::sort(issues.begin(), issues.end(), [&](const Issue& a, const Issue& b) { return key(a) < key(b); });
    issues.erase(std::unique(issues.begin(), issues.end()), issues.end());
}

}  // namespace passerby::rules
