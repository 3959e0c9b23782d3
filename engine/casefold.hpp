// Comparing without regard to case: Unicode simple case folding, no normalisation.
//
// Simple folding maps one code point to one (statuses C and S of the Unicode Character Database), so `ẞ`
// equals `ß` but not `ss`, and the Turkish dotted `İ` equals only itself. A folded text may be longer than
// its original, by half at most (`Ⱥ` has two bytes, `ⱥ` three).
#pragma once

#include <string>
#include <string_view>

namespace passerby::engine {

char32_t fold(char32_t code_point);

// Appends the folded text; allocates nothing once `out` has the room.
void append_folded(std::string_view text, std::string& out);
std::string folded(std::string_view text);

// Compare the folded texts by code points, without making them.
int compare_folded(std::string_view a, std::string_view b);  // negative, 0 or positive
bool equal_folded(std::string_view a, std::string_view b);

}  // namespace passerby::engine
