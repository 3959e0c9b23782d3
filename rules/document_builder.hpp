// Fills in a Document node by node, in the order of the text. For yaml_reader only.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "rules/node.hpp"

namespace passerby::rules {

// Owned by one reader. The caller keeps mappings in pairs: key, value, key, value …
class DocumentBuilder {
  public:
    struct At {
        std::uint32_t line = 0, column = 0;
    };
    enum class Style : std::uint8_t { plain, quoted };

    // Room for the nodes of so many bytes of text, so that a big file grows nothing twice.
    void reserve(std::size_t bytes);

    void scalar(At at, std::string_view text, Style style);
    void open(At at, NodeKind kind);
    void close();

    std::size_t depth() const { return open_.size(); }
    bool in_mapping() const { return !open_.empty() && record(open_.back().index).kind == NodeKind::mapping; }
    // Of the innermost open mapping: the next node is a key.
    bool expects_key() const { return in_mapping() && open_.back().children % 2 == 0; }
    // The innermost open collection, to look at the keys so far.
    Node innermost() const { return Node(&document_, open_.back().index); }

    Document take() { return std::move(document_); }

  private:
    struct Open {
        std::uint32_t index = 0;
        std::uint32_t children = 0;
    };
    Document::Record& record(std::uint32_t index) { return document_.records_[index]; }
    const Document::Record& record(std::uint32_t index) const { return document_.records_[index]; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(document_.records_.size()); }
    void append(Document::Record added);

    Document document_;
    std::vector<Open> open_;
};

}  // namespace passerby::rules
