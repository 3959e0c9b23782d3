// The same tree in any handwriting: YAML as people and programs lay it out, from a seed.
//
// Indents of any width, lists below or at their key's column, flow on one line or several, three kinds of
// quotes with escapes, folded and literal blocks, comments and blank lines wherever they may stand, CRLF, a
// byte-order mark, document marks. What it means never changes.
#pragma once

#include <cstdint>
#include <string>

#include "tests/reference/tree.hpp"

namespace passerby::property {

std::string lay_out(const reference::Tree& tree, std::uint64_t seed);

}  // namespace passerby::property
