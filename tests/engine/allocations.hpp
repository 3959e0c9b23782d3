// How often this program has asked for memory: for tests of what allocates nothing once warm.
#pragma once

#include <cstddef>

namespace passerby::engine {

std::size_t allocations();

}  // namespace passerby::engine
