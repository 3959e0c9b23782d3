// Issues as SARIF 2.1.0, the form that code hosts and editors take static-analysis results in.
#pragma once

#include <span>
#include <string>

#include "rules/issue.hpp"

namespace passerby::cli {

std::string write_sarif(std::span<const rules::Issue> issues);

}  // namespace passerby::cli
