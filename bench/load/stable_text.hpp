// A JSON text without what may differ between two answers that say the same: white space, and members whose
// names are given, wherever they stand. Order counts. A text that is no JSON becomes some text; what matters
// is that equal ones stay equal.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace passerby::load {

// Puts it into `out`, whose memory is used again.
void stable_text(std::string_view json, std::span<const std::string> volatile_names, std::string& out);

}  // namespace passerby::load
