#include "rules/issue.hpp"

#include <gtest/gtest.h>

#include "rules/codes.hpp"

namespace passerby::rules {
namespace {

std::string codes_sorted(std::vector<Issue> issues) {
    sort_issues(issues);
    std::string codes;
    for (const Issue& issue : issues) { codes += issue.file + std::to_string(issue.line) + issue.code + " "; }
    return codes;
}

TEST(SortIssues, by_file_line_column_and_code_equal_ones_once) {
    const Issue a = make_issue({"a", 2, 1}, "unknown-key", "x"),
                b = make_issue({"a", 10, 1}, "missing-key", "x");
    const Issue c = make_issue({"a", 2, 1}, "missing-key", "x"),
                d = make_issue({"b", 1, 1}, "missing-key", "x");
    EXPECT_EQ(codes_sorted({d, b, a, c, a}), "a2missing-key a2unknown-key a10missing-key b1missing-key ");
    EXPECT_EQ(codes_sorted({}), "");
}

TEST(SortIssues, a_slip_in_yaml_speaks_alone_at_its_place) {
    const Issue merge = make_issue({"a", 2, 1}, "yaml-merge", "x"),
                key = make_issue({"a", 2, 1}, "unknown-key", "x");
    const Issue other = make_issue({"a", 2, 5}, "unknown-key", "x"),
                whole = make_issue({"a"}, "unreadable", "x");
    EXPECT_EQ(codes_sorted({key, merge, other, whole}), "a0unreadable a2yaml-merge a2unknown-key ");
    const Issue twice = make_issue({"b", 1, 1}, "duplicate-key", "x"),
                id = make_issue({"b", 1, 1}, "duplicate-id", "x");
    EXPECT_EQ(codes_sorted({id, twice}), "b1duplicate-key ");
}

TEST(HasErrors, counts_no_warnings) {
    Issue issue = make_issue({"a", 2, 1}, "unknown-key", "x");
    EXPECT_TRUE(has_errors(std::vector{issue}));
    issue.severity = Severity::warning;
    EXPECT_FALSE(has_errors(std::vector{issue}));
}

}  // namespace
}  // namespace passerby::rules
