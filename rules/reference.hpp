// Names that point at things defined elsewhere in the set.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

// The id of the slot or content that the node names; otherwise says so, with the nearest one there is.
std::optional<std::uint32_t> find_slot(Reading& reading, Node node);
std::optional<std::uint32_t> find_content(Reading& reading, Node node);

}  // namespace passerby::rules
