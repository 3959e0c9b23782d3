#include "tests/reference/tree.hpp"

#include <algorithm>
#include <cstdio>

namespace passerby::reference {

const Tree* Tree::find(std::string_view key) const {
    const auto entry =
        std::find_if(entries.begin(), entries.end(), [&](const auto& pair) { return pair.first == key; });
    return entry == entries.end() ? nullptr : &entry->second;
}

Tree Tree::word(std::string_view text) {
    Tree tree = literal(text);
    tree.quoted = true;
    return tree;
}

Tree Tree::literal(std::string_view text) {
    Tree tree;
    tree.kind = Kind::scalar;
    tree.text = text;
    return tree;
}

Tree Tree::list(std::vector<Tree> items) {
    Tree tree;
    tree.kind = Kind::list;
    tree.items = std::move(items);
    return tree;
}

Tree Tree::map(std::vector<std::pair<std::string, Tree>> entries) {
    Tree tree;
    tree.entries = std::move(entries);
    return tree;
}

namespace {

// In double quotes, as JSON and YAML both read it.
std::string in_quotes(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            char escape[8];
            std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
            out += escape;
        } else {
            out += c;
        }
    }
    return out + '"';
}

template <class Parts, class Write>
std::string joined(const Parts& parts, std::string_view between, Write write) {
    std::string out;
    for (const auto& part : parts) { out += (out.empty() ? "" : std::string(between)) + write(part); }
    return out;
}

// Words that YAML's plain style holds unharmed inside flow lists: letters, digits and a few marks, not at
// the ends where they would mean something.
bool plain_enough(std::string_view text) {
    const auto harmless = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '.' || c == '-' || c == '/' || c == ' ' || c == ':' || c == '+' || (c & 0x80) != 0;
    };
    return !text.empty() && std::all_of(text.begin(), text.end(), harmless) && text.front() != '-' &&
           text.front() != ':' && text.front() != ' ' && text.back() != ' ' && text.back() != ':' &&
           text.find(": ") == std::string_view::npos;
}

std::string yaml_scalar(const Tree& tree) {
    const bool negative_number = tree.text.size() > 1 && tree.text[0] == '-' && tree.text[1] >= '0' &&
                                 tree.text[1] <= '9' && plain_enough(tree.text.substr(1));
    const bool plain = !tree.quoted && (plain_enough(tree.text) || negative_number || tree.text == "~");
    return plain ? tree.text : in_quotes(tree.text);
}

std::string flow(const Tree& tree) {
    switch (tree.kind) {
        case Tree::Kind::scalar: return yaml_scalar(tree);
        case Tree::Kind::list: return "[" + joined(tree.items, ", ", flow) + "]";
        case Tree::Kind::map: break;
    }
    return "{" +
           joined(tree.entries, ", ",
                  [](const auto& entry) {
                      return yaml_scalar(Tree::literal(entry.first)) + ": " + flow(entry.second);
                  }) +
           "}";
}

std::string block(const Tree& tree, std::size_t indent) {
    const std::string margin(indent, ' ');
    std::string out;
    const auto value = [&](const Tree& child) {
        const std::string line = flow(child);
        const bool small = child.is_scalar() || line.size() + indent < 60 || line == "{}" || line == "[]";
        return small ? " " + line + "\n" : "\n" + block(child, indent + 2);
    };
    for (const Tree& item : tree.items) { out += margin + "-" + value(item); }
    for (const auto& [key, child] : tree.entries) {
        out += margin + yaml_scalar(Tree::literal(key)) + ":" + value(child);
    }
    return out;
}

}  // namespace

std::string to_json(const Tree& tree) {
    switch (tree.kind) {
        case Tree::Kind::scalar: return tree.quoted ? in_quotes(tree.text) : tree.text;
        case Tree::Kind::list: return "[" + joined(tree.items, ", ", to_json) + "]";
        case Tree::Kind::map: break;
    }
    return "{" +
           joined(tree.entries, ", ",
                  [](const auto& entry) { return in_quotes(entry.first) + ": " + to_json(entry.second); }) +
           "}";
}

std::string to_yaml(const Tree& tree) {
    const bool bare = tree.is_scalar() || (tree.items.empty() && tree.entries.empty());
    return bare ? flow(tree) + "\n" : block(tree, 0);
}

}  // namespace passerby::reference
