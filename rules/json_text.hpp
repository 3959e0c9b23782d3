// JSON written by hand: strings and whole numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace passerby::rules {

// With its quotes. `text` is UTF-8; only what JSON asks to be escaped is.
void append_json_string(std::string& out, std::string_view text);
// … of which nothing has to be escaped: an id, a signal's name.
inline void append_json_name(std::string& out, std::string_view name) {
    out += '"';
    out += name;
    out += '"';
}
void append_json_number(std::string& out, std::int64_t number);

}  // namespace passerby::rules
