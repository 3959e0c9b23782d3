#include "rules/yaml_flow.hpp"

#include <fmt/core.h>

namespace passerby::rules {

namespace {

// `times:3` was meant as two, `http://example.com` was not.
bool lacks_space(std::string_view key) {
    const std::size_t colon = key.find(':');
    return colon != std::string_view::npos && key.substr(colon, 2) != ":/";
}

}  // namespace

void YamlFlow::read(int parent) {
    context_ = {.in = YamlContext::In::flow, .parent = parent};
    open_.clear();
    open_bracket();
    while (!open_.empty() && !parts_.report.failed()) {
        if (go_to_next()) step();
    }
}

void YamlFlow::fail(std::string message, std::string hint) {
    parts_.report.fail(parts_.cursor.place(), "yaml-syntax", std::move(message), std::move(hint));
}

// Over blanks, comments and line breaks to what comes next inside the brackets.
bool YamlFlow::go_to_next() {
    YamlCursor& cursor = parts_.cursor;
    cursor.skip_blanks();
    bool is_indented = true;
    while (cursor.at(chars::line_break) || cursor.at_comment()) {
        cursor.skip_line();
        if (cursor.at_end()) break;
        cursor.take_break();
        if (cursor.at_marker()) break;
        cursor.skip_spaces();
        is_indented = cursor.indent() > context_.parent;
        cursor.skip_blanks();
    }
    const bool is_closing = cursor.peek() == ']' || cursor.peek() == '}';
    if (!cursor.at_end() && !cursor.at_marker() && (is_indented || is_closing)) return true;
    const char bracket = open_.back().kind == Open::Kind::mapping ? '{' : '[';
    const char closing = bracket == '{' ? '}' : ']';
    parts_.report.fail(open_.back().at, "yaml-syntax", fmt::format("this `{}` is never closed", bracket),
                       cursor.at_end() || cursor.at_marker()
                           ? fmt::format("close it with `{}`", closing)
                           : fmt::format("close it with `{}` before line {}, or indent what belongs to it",
                                         closing, cursor.line));
    return false;
}

void YamlFlow::step() {
    parts_.skip_properties();
    if (parts_.report.failed() || parts_.cursor.at(chars::line_break) || parts_.cursor.at_comment()) return;
    switch (parts_.cursor.peek()) {
        case '[':
        case '{': return open_bracket();
        case ']':
        case '}': return close_bracket();
        case ',': return comma();
        default: break;
    }
    if (open_.back().state == State::key_read && parts_.at_colon(context_, key_)) return colon();
    scalar();
}

void YamlFlow::open_bracket() {
    const char bracket = parts_.cursor.peek();
    const At at = parts_.cursor.place();
    if (!open_.empty()) {
        if (open_.back().state == State::key_read || open_.back().state == State::item_read) {
            return fail(fmt::format("a comma is missing before this `{}`", bracket));
        }
        if (open_.back().kind == Open::Kind::mapping && open_.back().state == State::item) {
            return parts_.report.fail(at, "yaml-key", "a key is a word, not a list or a mapping");
        }
    }
    ++parts_.cursor.pos;
    last_quoted_ = false;
    parts_.open(at, bracket == '[' ? NodeKind::sequence : NodeKind::mapping);
    open_.push_back({.kind = bracket == '[' ? Open::Kind::list : Open::Kind::mapping, .at = at});
}

void YamlFlow::close_bracket() {
    end_entry();
    const bool is_list = open_.back().kind == Open::Kind::list;
    if ((parts_.cursor.peek() == ']') != is_list) {
        return fail(fmt::format("`{}` closes the `{}` of line {}, column {}", parts_.cursor.peek(),
                                is_list ? '[' : '{', open_.back().at.line, open_.back().at.column),
                    fmt::format("close it with `{}`", is_list ? ']' : '}'));
    }
    ++parts_.cursor.pos;
    parts_.close();
    const At at = open_.back().at;
    open_.pop_back();
    if (open_.empty()) return;
    item_done();
    // `[a]: b` in brackets: a list as a key.
    if (parts_.at_colon(context_, {.style = DocumentBuilder::Style::quoted})) {
        parts_.report.fail(at, "yaml-key", "a key is a word, not a list or a mapping");
    }
}

void YamlFlow::comma() {
    if (open_.back().state == State::item) return fail("nothing stands before this comma", "leave it out");
    end_entry();
    open_.back().state = State::item;
    ++parts_.cursor.pos;
}

void YamlFlow::colon() {
    open_.back().state = State::value;
    ++parts_.cursor.pos;
}

void YamlFlow::scalar() {
    Open& top = open_.back();
    YamlCursor& cursor = parts_.cursor;
    if (top.state == State::key_read || top.state == State::item_read) {
        const char closing = top.kind == Open::Kind::mapping ? '}' : ']';
        return fail(
            fmt::format("a comma or `{}` is missing before this", closing),
            last_quoted_ ? "inside double quotes write `\\\"` for a quote, inside single ones `''`" : "");
    }
    if (!parts_.can_begin_scalar(context_)) {
        if (cursor.peek() == ':') return fail("a key is missing before this colon");
        if (cursor.peek() == '?') {
            return parts_.report.fail(cursor.place(), "yaml-key", "`? ` makes no key here",
                                      "write `key: value`; to begin a text with `?`, quote it");
        }
        if (cursor.peek() == '-')
            return fail("`- ` makes no item between brackets", "separate items with commas, or quote it");
        return fail(fmt::format("`{}` cannot begin a value", cursor.peek()), "quote the value");
    }
    YamlScalar read = parts_.scalar_line(context_);
    if (parts_.report.failed()) return;
    last_quoted_ = read.style == DocumentBuilder::Style::quoted;
    const bool is_pair = top.kind == Open::Kind::list && read.one_line && parts_.at_colon(context_, read);
    if (is_pair) {
        parts_.open(read.at, NodeKind::mapping);
        if (parts_.report.failed()) return;
        parts_.put_key(read);
        open_.push_back({.kind = Open::Kind::pair, .at = read.at});
        return colon();
    }
    if (read.style == DocumentBuilder::Style::plain) parts_.scalars.continue_plain(read, context_);
    if (top.kind == Open::Kind::mapping && top.state == State::item) {
        key_ = read;
        key_lacks_space_ = read.style == DocumentBuilder::Style::plain && lacks_space(read.text);
        parts_.put_key(read);
        top.state = State::key_read;
    } else {
        parts_.put(read);
        item_done();
    }
}

// What is still owed when a comma or a closing bracket comes.
void YamlFlow::end_entry() {
    end_pair();
    Open& top = open_.back();
    if (top.kind != Open::Kind::mapping) return;
    if (top.state == State::key_read && key_lacks_space_) {
        parts_.report.remark(key_.at, "yaml-syntax",
                             "this key has no value: a space is missing after its colon",
                             "write `key: value`");
    }
    if (top.state == State::key_read || top.state == State::value) parts_.put_empty(parts_.cursor.place());
    top.state = State::item_read;
}

// The one pair of `[key: value]` ends with its value, or without one.
void YamlFlow::end_pair() {
    if (open_.back().kind != Open::Kind::pair) return;
    if (open_.back().state == State::value) parts_.put_empty(parts_.cursor.place());
    parts_.close();
    open_.pop_back();
    open_.back().state = State::item_read;
}

void YamlFlow::item_done() {
    open_.back().state = State::item_read;
    end_pair();
}

}  // namespace passerby::rules
