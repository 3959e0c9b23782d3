// Patterns over whole strings: `*` is any run of characters other than `/`, `**` any run at all, `?` one
// character other than `/`; everything else stands for itself. Characters are code points. No escapes.
//
// Whoever wants to match without regard to case folds both sides first.
#pragma once

#include <cstddef>
#include <string_view>

namespace passerby::engine {

// Allocates nothing. At most about 2 × |pattern| × |text| comparisons, whatever the pattern.
bool glob_matches(std::string_view pattern, std::string_view text);

// The same match, counting its steps: for the test of that bound.
std::size_t glob_steps(std::string_view pattern, std::string_view text);

}  // namespace passerby::engine
