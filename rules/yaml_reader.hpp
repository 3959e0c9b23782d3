// YAML text to a Document: the part of YAML 1.2 that a rule author needs, read strictly and in one pass.
//
// Block and bracketed collections, plain, quoted, literal and folded scalars, comments; JSON is part of it.
// Refused, each with line and column: bytes that are not UTF-8, NUL and other control characters, aliases
// and anchors, tags, merge keys, duplicate keys, keys that are no scalars, more than one document, nesting
// past limits::yaml_depth_max, scalars past limits::scalar_bytes_max, texts past limits::file_bytes_max.
// CRLF line ends and a byte-order mark are fine. Linear in the text, keeps nothing but the Document, does
// not recurse; thread-safe.
#pragma once

#include <string_view>
#include <vector>

#include "rules/issue.hpp"
#include "rules/node.hpp"

namespace passerby::rules {

// Appends what is wrong to `issues`, naming `file`; the document is empty where it cannot be read.
Document read_yaml(std::string_view file, std::string_view text, std::vector<Issue>& issues);

}  // namespace passerby::rules
