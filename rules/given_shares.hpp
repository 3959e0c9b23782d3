// The forms in which the configuration tells the values that a share is of.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/rule_set.hpp"

namespace passerby::rules {

// `5`, `5-9`, `true`, `mon-fri`: the interval of a signal of numbers; nothing where the text has another form
// or lies outside what the signal can be.
std::optional<engine::Interval> read_share_interval(const engine::Signal& signal, std::string_view text);

// The share of each hour or day, adding up to 1: what is told, and the rest evenly over the others. `shares`
// may be null: evenly over all.
void spread_over_units(engine::SignalId signal, const std::map<std::string, double>* shares,
                       std::span<double> units);

}  // namespace passerby::rules
