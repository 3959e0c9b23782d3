#include "tests/property/shrink.hpp"

#include <algorithm>

#include "tests/property/named_case.hpp"

namespace passerby::property {

using reference::Tree;

namespace {

// The number of parts (items and entries, at any depth) that a tree has, itself not counted.
std::size_t parts_of(const Tree& tree) {
    std::size_t parts = 0;
    for (const Tree& item : tree.items) { parts += 1 + parts_of(item); }
    for (const auto& [key, value] : tree.entries) { parts += 1 + parts_of(value); }
    return parts;
}

// Takes away the part of that number, counted in the order of the text; what is inside it goes with it.
bool remove_part(Tree& tree, std::size_t& number) {
    const auto remove_from = [&](auto& parts, auto tree_of) {
        for (auto part = parts.begin(); part != parts.end(); ++part) {
            if (number-- == 0) { return parts.erase(part), true; }
            if (remove_part(tree_of(*part), number)) { return true; }
        }
        return false;
    };
    return remove_from(tree.items, [](Tree& item) -> Tree& { return item; }) ||
           remove_from(tree.entries, [](auto& entry) -> Tree& { return entry.second; });
}

// One pass over a tree of the case, largest parts first as the text has them.
bool shrink_tree(Case& failing, Tree& tree, const Complaint& complaint) {
    bool smaller = false;
    for (std::size_t number = 0; number < parts_of(tree);) {
        Tree before = tree;
        std::size_t countdown = number;
        remove_part(tree, countdown);
        if (complaint(failing).empty()) {
            tree = std::move(before);
            ++number;
        } else {
            smaller = true;
        }
    }
    return smaller;
}

// Of many rules most have nothing to do with it: takes away halves, quarters and so on.
void shrink_rules(Case& failing, const Complaint& complaint) {
    for (auto& [name, file] : failing.files) {
        const auto rules = std::find_if(file.entries.begin(), file.entries.end(),
                                        [](const auto& entry) { return entry.first == "rules"; });
        if (rules == file.entries.end()) { continue; }
        auto& items = rules->second.items;
        for (std::size_t chunk = items.size() / 2; chunk > 1; chunk /= 2) {
            for (std::size_t first = 0; first + chunk <= items.size();) {
                std::vector<Tree> before = items;
                const auto begin = items.begin() + static_cast<std::ptrdiff_t>(first);
                items.erase(begin, begin + static_cast<std::ptrdiff_t>(chunk));
                if (complaint(failing).empty()) {
                    items = std::move(before);
                    first += chunk;
                }
            }
        }
    }
}

bool shrink_files(Case& failing, const Complaint& complaint) {
    bool smaller = false;
    for (std::size_t i = 0; i < failing.files.size() && failing.files.size() > 1;) {
        Case without = failing;
        without.files.erase(without.files.begin() + static_cast<std::ptrdiff_t>(i));
        if (complaint(without).empty()) {
            ++i;
        } else {
            failing = std::move(without);
            smaller = true;
        }
    }
    return smaller;
}

}  // namespace

Case shrink(Case failing, const Complaint& complaint) {
    Case plainly = failing;
    plainly.layout = 0;
    if (!complaint(plainly).empty()) { failing = std::move(plainly); }
    shrink_rules(failing, complaint);
    for (bool smaller = true; smaller;) {
        smaller = shrink_files(failing, complaint);
        for (auto& [name, tree] : failing.files) {
            smaller = shrink_tree(failing, tree, complaint) || smaller;
        }
        smaller = shrink_tree(failing, failing.request, complaint) || smaller;
    }
    return failing;
}

std::string report(const Case& failing, const std::string& complaint, std::uint64_t seed) {
    std::string out = complaint + "\n\n";
    for (const auto& [name, text] : failing.texts()) { out += "--- " + name + "\n" + text; }
    out +=
        "--- requests.jsonl\n" + reference::to_json(to_line(failing)) + "\n--- seed " + std::to_string(seed);
    return out + "\nTo keep it, put these files into a folder tests/golden/cases/NAME.\n";
}

}  // namespace passerby::property
