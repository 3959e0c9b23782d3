// The ways in which a condition can hold: each a list of tests that must all hold.
//
//   section is sport, and (hour from 18, or weekday is sunday)   two ways: section, hour; section, weekday
//
// With them an index can look for a rule wherever one of its alternatives leads. Lives only while a rule set
// is compiled.
#pragma once

#include <optional>
#include <vector>

#include "engine/conjuncts.hpp"

namespace passerby::engine {

using Way = std::vector<Conjunct>;

// With more ways than that a rule takes more room than it saves looks.
inline constexpr std::size_t ways_max = 12;

// All of them, exactly: the condition is true where in one of them all is. Nothing: there are too many, or
// none.
std::optional<std::vector<Way>> ways_of(const Program& program, NodeId condition);

}  // namespace passerby::engine
