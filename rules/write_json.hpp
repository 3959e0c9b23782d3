// A content's `data` as the page will get it: minified JSON.
//
// Plain `true`, `false`, `null` and numbers as JSON writes them keep their type and every digit; all else is
// a string. Keys keep their order.
#pragma once

#include <string>

#include "rules/node.hpp"

namespace passerby::rules {

void write_json(Node node, std::string& out);

}  // namespace passerby::rules
