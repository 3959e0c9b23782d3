// The parts of JSON that are written by hand everywhere: strings and whole numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace passerby::wire {

// With its quotes; escapes what JSON asks to be escaped and nothing else.
void append_json_string(std::string_view text, std::string& out);
void append_number(std::int64_t number, std::string& out);
// `["a","b"]`
template <class Names>
void append_json_strings(const Names& names, std::string& out) {
    char before = '[';
    for (std::string_view name : names) {
        out.push_back(before);
        append_json_string(name, out);
        before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
}

}  // namespace passerby::wire
