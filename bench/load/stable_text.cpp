#include "bench/load/stable_text.hpp"

#include <algorithm>

namespace passerby::load {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

// Each takes a place in the text and hands back the place after what it passes.
std::size_t after_space(std::string_view json, std::size_t at) {
    while (at < json.size() && is_space(json[at])) { ++at; }
    return at;
}

std::size_t after_string(std::string_view json, std::size_t at) {
    for (++at; at < json.size(); ++at) {
        if (json[at] == '\\') {
            ++at;
        } else if (json[at] == '"') {
            return at + 1;
        }
    }
    return json.size();
}

std::size_t after_value(std::string_view json, std::size_t at) {
    int depth = 0;
    for (at = after_space(json, at); at < json.size();) {
        const char c = json[at];
        if (c == '"') {
            at = after_string(json, at);
            if (depth == 0) { return at; }
            continue;
        }
        if (depth == 0 && (c == ',' || c == '}' || c == ']')) { return at; }
        if (c == '{' || c == '[') { ++depth; }
        ++at;
        if ((c == '}' || c == ']') && --depth == 0) { return at; }
    }
    return json.size();
}

}  // namespace

void stable_text(std::string_view json, std::span<const std::string> volatile_names, std::string& out) {
    out.clear();
    for (std::size_t at = after_space(json, 0); at < json.size(); at = after_space(json, at)) {
        if (json[at] != '"') {
            if ((json[at] == '}') && out.ends_with(',')) { out.pop_back(); }
            out.push_back(json[at++]);
            continue;
        }
        const std::size_t end = after_string(json, at);
        const std::size_t colon = after_space(json, end);
        const std::string_view text = json.substr(at, end - at);
        const bool is_name = colon < json.size() && json[colon] == ':';
        const bool dropped = is_name && text.size() >= 2 &&
                             std::find(volatile_names.begin(), volatile_names.end(),
                                       text.substr(1, text.size() - 2)) != volatile_names.end();
        at = end;
        if (!dropped) {
            out.append(text);
            continue;
        }
        at = after_space(json, after_value(json, colon + 1));
        if (at < json.size() && json[at] == ',') { ++at; }
    }
}

}  // namespace passerby::load
