// One test of one signal whose value is known: passed or not.
#pragma once

#include <string>

#include "tests/reference/visit.hpp"

namespace passerby::reference {

bool passes(const std::string& name, const Signal& signal, const Tree& test, const Fact& fact);

// The same for `time.*`, whose value is what a clock shows.
bool passes_clock(const std::string& name, const Tree& test, WallClock clock);

}  // namespace passerby::reference
