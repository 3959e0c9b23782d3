// What an author probably meant by a value that a signal can never have: `UK` is `GB`, `mobile` is `phone`.
#pragma once

#include <string>
#include <string_view>

#include "engine/vocabulary.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

std::string hint_for_value(Report& report, const engine::Signal& signal, std::string_view text);

}  // namespace passerby::rules
