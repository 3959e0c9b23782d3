// What a visitor's clock and calendar say, in words: "it is evening", "it is Friday or Saturday night".
#pragma once

#include <span>
#include <string>

#include "engine/rule_set.hpp"

namespace passerby::engine {

// For a signal of the group `time` and the intervals that its value may lie in.
std::string clock_phrase(const Signal& signal, std::span<const Interval> intervals);

}  // namespace passerby::engine
