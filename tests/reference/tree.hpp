// A YAML or JSON text as a plain tree: what the oracle reads, and what the generators of the property tests
// build. Nothing is guessed: a scalar is its text, and whether it stood in quotes.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace passerby::reference {

struct Tree {
    enum class Kind { scalar, list, map };

    Kind kind = Kind::map;
    std::string text;     // of a scalar; a JSON number keeps its digits
    bool quoted = false;  // of a JSON scalar: a string, not a number, true, false or null
    std::vector<Tree> items;
    std::vector<std::pair<std::string, Tree>> entries;  // in the order of the text; a JSON key may repeat

    bool is_scalar() const { return kind == Kind::scalar; }
    bool is_list() const { return kind == Kind::list; }
    bool is_map() const { return kind == Kind::map; }
    const Tree* find(std::string_view key) const;  // the first entry of that key, or null

    static Tree word(std::string_view text);     // a string in JSON; in YAML a scalar like any other
    static Tree literal(std::string_view text);  // a JSON number, true, false or null
    static Tree list(std::vector<Tree> items);
    static Tree map(std::vector<std::pair<std::string, Tree>> entries);
};

Tree read_yaml(const std::string& text);  // throws std::runtime_error on what is no YAML
std::optional<Tree> read_json(const std::string& text);

// One line, compact; and the same in YAML, block style but for what is small. What they write, the readers
// above read back.
std::string to_json(const Tree& tree);
std::string to_yaml(const Tree& tree);

}  // namespace passerby::reference
