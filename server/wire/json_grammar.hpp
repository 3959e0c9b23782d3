// The scalars of JSON that a parser which reads lazily leaves unchecked (RFC 8259, sections 3 and 6).
#pragma once

#include <optional>
#include <string_view>

namespace passerby::wire {

// The whole text is a JSON number.
bool is_json_number(std::string_view text);
// The whole text is `true`, `false` or `null`.
bool is_json_literal(std::string_view text);
// A JSON number's value; infinite where a double cannot hold it. Nothing for other texts.
std::optional<double> read_json_number(std::string_view text);

// What stands between a string's quotes, its escapes read, as UTF-8 to `out`, which has room for as many
// bytes as `text` has. Tells where it ends there; nullptr where an escape is none, or half a surrogate pair.
char* unescape_json(std::string_view text, char* out);

}  // namespace passerby::wire
