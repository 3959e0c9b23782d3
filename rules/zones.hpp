// Time zones of the system's database as plain data. `find_zone` itself is in load.hpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/zone.hpp"

namespace passerby::rules {

std::optional<engine::Zone> find_zone(std::string_view name);

// The name that was probably meant, or nothing.
std::string nearest_zone_name(std::string_view name);

}  // namespace passerby::rules
