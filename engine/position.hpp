// How a rule is called within its slot.
#pragma once

#include <cstdint>

namespace passerby::engine {

// Its place among the enabled rules of the slot: by priority, then by the order of files.
using Position = std::uint32_t;

}  // namespace passerby::engine
