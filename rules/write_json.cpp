#include "rules/write_json.hpp"

#include "rules/json_text.hpp"
#include "rules/parse_scalar.hpp"

namespace passerby::rules {

namespace {

bool keeps_its_type(Node scalar) {
    const std::string_view text = scalar.text();
    return scalar.plain() && (text == "true" || text == "false" || text == "null" || is_json_number(text));
}

void write_list(Node list, std::string& out) {
    char before = '[';
    for (Node item : list.items()) {
        out += before;
        before = ',';
        write_json(item, out);
    }
    out += list.size() == 0 ? "[]" : "]";
}

void write_mapping(Node mapping, std::string& out) {
    char before = '{';
    for (auto [key, value] : mapping.entries()) {
        out += before;
        before = ',';
        append_json_string(out, key.text());
        out += ':';
        write_json(value, out);
    }
    out += mapping.size() == 0 ? "{}" : "}";
}

}  // namespace

void write_json(Node node, std::string& out) {
    switch (node.kind()) {
        case NodeKind::sequence: return write_list(node, out);
        case NodeKind::mapping: return write_mapping(node, out);
        case NodeKind::scalar: break;
    }
    if (keeps_its_type(node)) {
        out += node.text();
    } else {
        append_json_string(out, node.text());
    }
}

}  // namespace passerby::rules
