// Texts as the rule language compares them: code points, Unicode simple case folding, prefixes, globs.
#pragma once

#include <string>
#include <string_view>

namespace passerby::reference {

std::u32string code_points(std::string_view utf8);
std::u32string folded(std::string_view utf8);  // by the C and S lines of Unicode's CaseFolding.txt

// The whole text: `*` any run without `/`, `**` any run, `?` one code point other than `/`.
bool glob_fits(std::u32string_view pattern, std::u32string_view text);

}  // namespace passerby::reference
