#include "rules/issue.hpp"

#include <algorithm>
#include <tuple>

namespace passerby::rules {

bool has_errors(std::span<const Issue> issues) {
    return std::any_of(issues.begin(), issues.end(),
                       [](const Issue& issue) { return issue.severity == Severity::error; });
}

namespace {

bool same_place(const Issue& a, const Issue& b) {
    return a.line == b.line && a.column == b.column && a.file == b.file;
}

bool is_about_yaml(const Issue& issue) {
    return issue.code.starts_with("yaml-") || issue.code == "duplicate-key";
}

// Where the text is not what YAML lets an author write, what the language makes of it only repeats that.
void drop_echoes(std::vector<Issue>& sorted) {
    auto kept = sorted.begin();
    for (auto place = sorted.begin(); place != sorted.end();) {
        const auto end =
            std::find_if(place, sorted.end(), [&](const Issue& issue) { return !same_place(issue, *place); });
        const bool only_yaml = place->line > 0 && std::any_of(place, end, is_about_yaml);
        for (; place != end; ++place) {
            if (only_yaml && !is_about_yaml(*place)) continue;
            if (kept != place) *kept = std::move(*place);
            ++kept;
        }
    }
    sorted.erase(kept, sorted.end());
}

}  // namespace

void sort_issues(std::vector<Issue>& issues) {
    const auto key = [](const Issue& issue) {
        return std::tie(issue.file, issue.line, issue.column, issue.code, issue.message);
    };
    std::sort(issues.begin(), issues.end(), [&](const Issue& a, const Issue& b) { return key(a) < key(b); });
    issues.erase(std::unique(issues.begin(), issues.end()), issues.end());
    drop_echoes(issues);
}

}  // namespace passerby::rules
