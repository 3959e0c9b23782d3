#include "tests/property/page.hpp"

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "tests/reference/text.hpp"

namespace passerby::property {

using reference::Tree;

namespace {

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string lower(std::string text) {
    for (char& c : text) { c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
    return text;
}

class Signal {
  public:
    Signal(const Page& page, const Tree& row) : page_(page), row_(row), name_(row.find("name")->text) {}

    // Nothing: there is nothing to send.
    std::optional<Tree> reduce(const Tree& value) const {
        if (const Tree* cuts = row_.find("cuts")) { return largest_reached(*cuts, value); }
        const Tree* values = row_.find("values");
        if (values == nullptr) { return value; }
        if (!value.is_list()) {
            return find(*values, name_ == "page.path" ? path_of(value) : value)
                .value_or(Tree::word("~other"));
        }
        std::vector<Tree> kept;
        for (const Tree& member : value.items) {
            if (const auto listed = find(*values, member)) { kept.push_back(*listed); }
        }
        return Tree::list(std::move(kept));
    }

  private:
    static std::optional<Tree> largest_reached(const Tree& cuts, const Tree& value) {
        std::optional<Tree> reached;
        for (const Tree& cut : cuts.items) {
            if (std::strtod(cut.text.c_str(), nullptr) <= std::strtod(value.text.c_str(), nullptr)) {
                reached = cut;
            }
        }
        return reached;
    }

    static Tree path_of(const Tree& value) {
        return Tree::word(value.text.substr(0, value.text.find_first_of("?#")));
    }

    std::optional<Tree> find(const Tree& values, const Tree& sought) const {
        for (const Tree& value : values.items) {
            if (same(value.text, sought.text)) { return page_.sends_own ? sought : value; }
        }
        // Who cannot tell how another alphabet folds leaves it to the server.
        const bool in_doubt = !page_.folds && name_ != "page.path" && !is_ascii(sought.text);
        return in_doubt ? std::optional(sought) : std::nullopt;
    }

    bool same(const std::string& a, const std::string& b) const {
        if (name_ == "page.path") { return a == b; }
        return page_.folds ? reference::folded(a) == reference::folded(b) : lower(a) == lower(b);
    }

    const Page& page_;
    const Tree& row_;
    const std::string& name_;
};

bool is_group(const std::string& key) {
    return key == "page" || key == "device" || key == "location" || key == "behaviour" || key == "time";
}

}  // namespace

Tree Page::reduce(const Tree& request) const {
    std::vector<std::pair<std::string, Tree>> kept;
    for (const auto& [key, told] : request.entries) {
        kept.emplace_back(key, told);
        if (!is_group(key) || !told.is_map()) { continue; }
        auto& members = kept.back().second.entries;
        members.clear();
        for (const auto& [member, value] : told.entries) {
            for (const Tree& row : manifest.find("signals")->items) {
                if (row.find("name")->text != key + "." + member) { continue; }
                if (auto sent = Signal(*this, row).reduce(value)) { members.emplace_back(member, *sent); }
            }
        }
    }
    return Tree::map(std::move(kept));
}

}  // namespace passerby::property
