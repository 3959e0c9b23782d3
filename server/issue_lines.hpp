// Issues as lines for people, on stderr: `FILE:LINE:COLUMN: error: MESSAGE [CODE]`, the hint below.
#pragma once

#include <span>
#include <string>

#include "rules/issue.hpp"

namespace passerby {

std::string issue_line(const rules::Issue& issue);
void print_issues(std::span<const rules::Issue> issues);

}  // namespace passerby
