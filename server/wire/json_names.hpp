// A list of names as JSON.
#pragma once

#include <string>
#include <string_view>

#include "rules/json_text.hpp"

namespace passerby::wire {

// `["a","b"]`
template <class Names>
void append_json_names(const Names& names, std::string& out) {
    char before = '[';
    for (std::string_view name : names) {
        out.push_back(before);
        rules::append_json_string(out, name);
        before = ',';
    }
    out.append(before == '[' ? "[]" : "]");
}

}  // namespace passerby::wire
