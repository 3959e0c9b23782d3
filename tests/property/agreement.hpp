// Whether the product and the oracle say the same of one case, in every respect that the language fixes:
// what was read, withheld and ignored, which rules match, which choices may come, and every explanation.
#pragma once

#include <string>

#include "tests/property/law.hpp"

namespace passerby::property {

std::string disagreement(Sides& sides, const Case& request);

}  // namespace passerby::property
