#include "rules/document_builder.hpp"

namespace passerby::rules {

void DocumentBuilder::reserve(std::size_t bytes) {
    document_.records_.reserve(bytes / 16);
    document_.texts_.reserve(bytes / 2);
}

void DocumentBuilder::append(Document::Record added) {
    const auto index = static_cast<std::uint32_t>(document_.records_.size());
    document_.records_.push_back(added);
    if (open_.empty()) return;
    Open& parent = open_.back();
    if (parent.last_child == Document::none) {
        record(parent.index).first = index;
    } else {
        record(parent.last_child).next = index;
    }
    parent.last_child = index;
    ++parent.children;
    // A mapping counts entries, and counts one as soon as its key is there.
    Document::Record& owner = record(parent.index);
    owner.count = owner.kind == NodeKind::mapping ? (parent.children + 1) / 2 : parent.children;
}

void DocumentBuilder::scalar(At at, std::string_view text, Style style) {
    append({.kind = NodeKind::scalar,
            .plain = style == Style::plain,
            .line = at.line,
            .column = at.column,
            .first = static_cast<std::uint32_t>(document_.texts_.size()),
            .count = static_cast<std::uint32_t>(text.size())});
    document_.texts_ += text;
}

void DocumentBuilder::open(At at, NodeKind kind) {
    const auto index = static_cast<std::uint32_t>(document_.records_.size());
    append({.kind = kind, .line = at.line, .column = at.column, .first = Document::none});
    open_.push_back({.index = index});
}

void DocumentBuilder::close() {
    open_.pop_back();
}

}  // namespace passerby::rules
