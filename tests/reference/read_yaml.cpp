// YAML through yaml-cpp's node tree; the product reads the same texts through its events, with a builder of
// its own. The one trap: the node tree forgets how a null was spelt, and to the rule language `~` and `null`
// are words like others; so their spelling is looked up in the text.
#include <yaml-cpp/yaml.h>

#include <stdexcept>

#include "tests/reference/tree.hpp"

namespace passerby::reference {

namespace {

std::string null_spelling(const std::string& text, const YAML::Node& node) {
    const auto begin = static_cast<std::size_t>(node.Mark().pos);
    for (std::string_view spelling : {"~", "null", "Null", "NULL"}) {
        if (text.compare(begin, spelling.size(), spelling) == 0) { return std::string(spelling); }
    }
    return "";
}

Tree to_tree(const std::string& text, const YAML::Node& node) {
    Tree tree;
    if (node.IsSequence()) {
        tree.kind = Tree::Kind::list;
        for (const YAML::Node& item : node) { tree.items.push_back(to_tree(text, item)); }
    } else if (node.IsMap()) {
        for (const auto& entry : node) {
            tree.entries.emplace_back(to_tree(text, entry.first).text, to_tree(text, entry.second));
        }
    } else {
        tree.kind = Tree::Kind::scalar;
        tree.text = node.IsScalar() ? node.Scalar() : null_spelling(text, node);
        tree.quoted = node.Tag() == "!";  // yaml-cpp's mark for a scalar in quotes
    }
    return tree;
}

}  // namespace

Tree read_yaml(const std::string& file) {
    const std::string text = file.substr(file.starts_with("\xEF\xBB\xBF") ? 3 : 0);  // a byte-order mark
    const YAML::Node root = YAML::Load(text);
    if (!root.IsDefined() || root.IsNull()) { return Tree{}; }  // an empty file: an empty mapping
    return to_tree(text, root);
}

}  // namespace passerby::reference
