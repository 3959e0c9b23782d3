// What a time zone does for ever after its last listed change: `CET-1CEST,M3.5.0,M10.5.0/3`.
//
// The rule that POSIX defines for the variable TZ, with the hours from -167 to 167 that RFC 9636 adds for the
// footer of zone files.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/zone.hpp"

namespace passerby::rules {

// The clock changes of the years [first_year, last_year], ascending; none for a zone without them. Nothing if
// the text is no such rule.
std::optional<std::vector<engine::Zone::Change>> changes_by_rule(std::string_view rule, int first_year,
                                                                 int last_year);

}  // namespace passerby::rules
