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

}  // namespace passerby::wire
