#include "rules/document_builder.hpp"

namespace passerby::rules {

void DocumentBuilder::reserve(std::size_t bytes) {
    document_.records_.reserve(bytes / 16);
    document_.texts_.reserve(bytes / 2);
}

void DocumentBuilder::append(Document::Record added) {
    document_.records_.push_back(added);
    if (open_.empty()) return;
    Open& parent = open_.back();
    ++parent.children;
    // A mapping counts entries, and counts one as soon as its key is there.
    Document::Record& owner = record(parent.index);
    owner.set_count(owner.kind == NodeKind::mapping ? (parent.children + 1) / 2 : parent.children);
    owner.first = size();
}

void DocumentBuilder::scalar(At at, std::string_view text, Style style) {
    Document::Record added;
    added.plain = style == Style::plain;
    added.set_count(static_cast<std::uint32_t>(text.size()));
    added.line = at.line;
    added.column = at.column;
    added.first = static_cast<std::uint32_t>(document_.texts_.size());
    append(added);
    document_.texts_ += text;
}

void DocumentBuilder::open(At at, NodeKind kind) {
    Document::Record added;
    added.kind = kind;
    added.line = at.line;
    added.column = at.column;
    const std::uint32_t index = size();
    added.first = index + 1;
    append(added);
    open_.push_back({.index = index});
}

void DocumentBuilder::close() {
    open_.pop_back();
    if (!open_.empty()) record(open_.back().index).first = size();
}

}  // namespace passerby::rules
