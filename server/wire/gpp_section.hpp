// One section of a GPP string that speaks of the United States: the national one or a state's.
//
//   core [. GPC subsection]          each of base64url letters
//
// All their fields are of two bits (0 not applicable, 1, 2), in an order of each section's own, which a table
// tells. Only what restricts is read: opt-outs of sale, of sharing and of targeted advertising, whether
// the visitor is a known child, and the Global Privacy Control.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/result.hpp"
#include "server/wire/iab_fault.hpp"

namespace passerby::wire {

// Two bits each, as they stand.
struct UsSection {
    std::uint8_t sale_opt_out = 0;
    std::uint8_t sharing_opt_out = 0;      // 0 where the section has no such field
    std::uint8_t advertising_opt_out = 0;  // likewise
    bool known_child = false;              // some field of known children is not 0
    std::optional<bool> gpc;               // nothing where there is no such subsection

    bool opted_out() const { return sale_opt_out == 1 || sharing_opt_out == 1 || advertising_opt_out == 1; }
};

using GppSectionId = std::uint8_t;
inline constexpr GppSectionId us_section_min = 7, us_section_max = 27;

// `id` is one of us_section_min … us_section_max. Refused are: an unknown version, a value of 3, a second GPC
// subsection or one of another kind, and anything behind the last field but the padding to six bits, or to
// eight and then six. Sections 24 to 27 may open with a header of their own; it has to name the section and
// version 1, and its list of subsections is not looked at (that list cannot say 0, the core's own number).
engine::result<UsSection, IabFault> read_us_section(GppSectionId id, std::string_view text);

}  // namespace passerby::wire
