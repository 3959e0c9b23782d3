#include "rules/yaml_scalar.hpp"

#include <algorithm>
#include <limits>

#include <fmt/core.h>

#include "engine/limits.hpp"
#include "rules/utf8.hpp"

namespace passerby::rules {

namespace {

constexpr std::size_t bytes_max = engine::limits::scalar_bytes_max;

std::string_view without_trailing_blanks(std::string_view text) {
    while (!text.empty() && chars::is(text.back(), chars::blank)) { text.remove_suffix(1); }
    return text;
}

struct Escape {
    char written;
    std::uint32_t point;
};
constexpr Escape escapes[] = {
    {'t', '\t'},  {'\t', '\t'}, {'n', '\n'}, {'r', '\r'}, {'"', '"'},    {'/', '/'},
    {'\\', '\\'}, {' ', ' '},   {'N', 0x85}, {'_', 0xA0}, {'L', 0x2028}, {'P', 0x2029},
    {'0', 0},     {'a', 7},     {'b', 8},    {'v', 11},   {'f', 12},     {'e', 27},
};

bool may_be_escaped(std::uint32_t point) {
    return point >= ' ' ? point < 0x7F || point >= 0xA0 || point == 0x85
                        : point == '\t' || point == '\n' || point == '\r';
}

constexpr bool is_high_surrogate(std::uint32_t point) {
    return point >= 0xD800 && point < 0xDC00;
}
constexpr bool is_low_surrogate(std::uint32_t point) {
    return point >= 0xDC00 && point < 0xE000;
}

}  // namespace

// --- texts -----------------------------------------------------------------------------------------------

void YamlScalars::add(std::string_view text) {
    const std::size_t room = bytes_max + 1 - std::min(text_.size(), bytes_max + 1);
    text_ += text.substr(0, room);
}

void YamlScalars::add_breaks(std::size_t breaks) {
    const std::size_t room = bytes_max + 1 - std::min(text_.size(), bytes_max + 1);
    text_.append(std::min(breaks, room), '\n');
}

// One line break joins lines with a space; more are kept but for the first.
void YamlScalars::fold(std::size_t breaks) {
    if (breaks == 1) return add(" ");
    add_breaks(breaks - 1);
}

void YamlScalars::check_length(YamlScalar& scalar) {
    if (scalar.text.size() <= bytes_max) return;
    report_.remark(scalar.at, "scalar-too-long",
                   fmt::format("a value is longer than {} KiB", bytes_max >> 10),
                   scalar.style == DocumentBuilder::Style::quoted ? "is its closing quote missing?" : "");
    scalar.text = {};
}

// --- plain -----------------------------------------------------------------------------------------------

std::string_view YamlScalars::plain_run(YamlContext context) {
    const bool flow = context.in == YamlContext::In::flow;
    const std::uint8_t stops = flow ? chars::ends_plain | chars::flow : chars::ends_plain;
    const std::size_t begin = cursor_.pos;
    for (;; ++cursor_.pos) {
        while (!cursor_.at(stops)) { ++cursor_.pos; }
        if (cursor_.at(chars::line_break)) break;
        if (cursor_.peek() == ':') {
            if (cursor_.at(
                    flow ? chars::blank | chars::line_break | chars::flow : chars::blank | chars::line_break,
                    1))
                break;
        } else if (cursor_.peek() != '#' || cursor_.at_comment()) {
            break;
        }
    }
    const std::string_view run = without_trailing_blanks(cursor_.from(begin));
    cursor_.pos = begin + run.size();
    return run;
}

YamlScalar YamlScalars::plain_line(YamlContext context) {
    const At at = cursor_.place();
    return {.at = at, .text = plain_run(context)};
}

// Over line breaks to the next line of a plain scalar, or back to where it was.
bool YamlScalars::go_to_continuation(YamlContext context, std::size_t& breaks) {
    const YamlCursor before = cursor_;
    cursor_.skip_blanks();
    breaks = 0;
    int spaces = 0;
    while (cursor_.at(chars::line_break) && !cursor_.at_end()) {
        cursor_.take_break();
        ++breaks;
        cursor_.skip_spaces();
        spaces = cursor_.indent();
        cursor_.skip_blanks();
    }
    const bool goes_on = breaks > 0 && !cursor_.at_end() && spaces > context.parent &&
                         cursor_.peek() != '#' && !cursor_.at_marker() &&
                         !(context.in == YamlContext::In::flow && cursor_.at(chars::flow));
    if (!goes_on) cursor_ = before;
    return goes_on;
}

void YamlScalars::continue_plain(YamlScalar& scalar, YamlContext context) {
    std::size_t breaks = 0;
    while (go_to_continuation(context, breaks)) {
        if (scalar.one_line) {
            text_.clear();
            add(scalar.text);
            scalar.one_line = false;
        }
        const std::string_view run = plain_run(context);
        if (run.empty()) break;  // the line begins with what ends a scalar
        fold(breaks);
        add(run);
    }
    if (!scalar.one_line) scalar.text = text_;
}

// --- quoted ----------------------------------------------------------------------------------------------

YamlScalar YamlScalars::quoted(YamlContext context) {
    const char quote = cursor_.peek();
    YamlScalar scalar{.at = cursor_.place(), .style = DocumentBuilder::Style::quoted};
    const std::size_t begin = ++cursor_.pos;
    while (cursor_.peek() != quote && cursor_.peek() != '\\' && !cursor_.at(chars::line_break)) {
        ++cursor_.pos;
    }
    const bool as_written = cursor_.peek() == quote && !(quote == '\'' && cursor_.peek(1) == quote);
    if (as_written) {
        scalar.text = cursor_.from(begin);
        ++cursor_.pos;
        return scalar;
    }
    cursor_.pos = begin;
    const std::uint32_t line = cursor_.line;
    quoted_lines(scalar, quote, context);
    scalar.one_line = cursor_.line == line;
    scalar.text = text_;
    return scalar;
}

void YamlScalars::quoted_lines(const YamlScalar& scalar, char quote, YamlContext context) {
    text_.clear();
    std::size_t keep = 0;  // blanks before this are part of the value, even at the end of a line
    while (!report_.failed()) {
        const std::size_t begin = cursor_.pos;
        while (cursor_.peek() != quote && cursor_.peek() != '\\' && !cursor_.at(chars::line_break)) {
            ++cursor_.pos;
        }
        add(cursor_.from(begin));
        if (cursor_.at(chars::line_break)) {
            if (!fold_quoted(scalar, context, keep)) return;
            keep = text_.size();
        } else if (cursor_.peek() == '\\' && quote == '\'') {
            add("\\");
            ++cursor_.pos;
        } else if (cursor_.peek() == '\\' && cursor_.at(chars::line_break, 1)) {
            // An escaped line break joins without a space; the blanks before it stay.
            ++cursor_.pos;
            const std::size_t size = text_.size();
            if (!fold_quoted(scalar, context, size)) return;
            if (text_.size() > size && text_[size] == ' ') text_.pop_back();
            keep = text_.size();
        } else if (cursor_.peek() == '\\') {
            escape();
            keep = text_.size();
        } else if (quote == '\'' && cursor_.peek(1) == quote) {
            add("'");
            cursor_.pos += 2;
        } else {
            ++cursor_.pos;
            return;
        }
    }
}

// From the end of a line of a quoted scalar to where it goes on.
bool YamlScalars::fold_quoted(const YamlScalar& scalar, YamlContext context, std::size_t keep) {
    while (text_.size() > keep && chars::is(text_.back(), chars::blank)) { text_.pop_back(); }
    std::size_t breaks = 0;
    int spaces = 0;
    while (cursor_.at(chars::line_break) && !cursor_.at_end()) {
        cursor_.take_break();
        ++breaks;
        if (cursor_.at_marker()) break;
        cursor_.skip_spaces();
        spaces = cursor_.indent();
        cursor_.skip_blanks();
    }
    if (cursor_.at_end() || cursor_.at_marker() || spaces <= context.parent) {
        report_.fail(scalar.at, "yaml-syntax", "this quote is never closed",
                     cursor_.at_end() ? "close it"
                                      : "close it on its own line, or indent the lines that it goes on with");
        return false;
    }
    fold(breaks);
    return true;
}

void YamlScalars::escape() {
    const At at = cursor_.place();
    const char letter = cursor_.peek(1);
    cursor_.pos += 2;
    std::uint32_t point = 0;
    if (letter == 'x' || letter == 'u' || letter == 'U') {
        point = escaped_point(letter == 'x' ? 2 : letter == 'u' ? 4 : 8);
    } else {
        const auto* known = std::find_if(std::begin(escapes), std::end(escapes),
                                         [&](const Escape& one) { return one.written == letter; });
        if (known == std::end(escapes)) {
            return report_.fail(at, "yaml-syntax", "this backslash escapes nothing that YAML knows",
                                "write `\\\\` for a backslash, or use single quotes");
        }
        point = known->point;
    }
    if (point == UINT32_MAX) {
        return report_.fail(at, "yaml-syntax", "this escape is no character",
                            "write `\\u` with four hex digits, or `\\\\` for a backslash");
    }
    if (!may_be_escaped(point)) {
        return report_.fail(at, "control-character",
                            fmt::format("the control character U+{:04X} has no place in a rule file", point),
                            "remove it");
    }
    std::string bytes;
    utf8::append(bytes, point);
    add(bytes);
}

// The code point of so many hex digits; UINT32_MAX if there is none. Two `\u` halves make one, as in JSON.
std::uint32_t YamlScalars::escaped_point(std::size_t digits) {
    const std::uint32_t point = hex(digits);
    if (is_high_surrogate(point) && digits == 4 && cursor_.peek() == '\\' && cursor_.peek(1) == 'u') {
        cursor_.pos += 2;
        const std::uint32_t low = hex(4);
        if (!is_low_surrogate(low)) return UINT32_MAX;
        return 0x10000 + ((point - 0xD800) << 10) + (low - 0xDC00);
    }
    const bool is_point = point <= 0x10FFFF && !is_high_surrogate(point) && !is_low_surrogate(point);
    return is_point ? point : UINT32_MAX;
}

std::uint32_t YamlScalars::hex(std::size_t digits) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
        const char c = cursor_.peek();
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0) return UINT32_MAX;
        value = value << 4 | static_cast<std::uint32_t>(digit);
        ++cursor_.pos;
    }
    return value;
}

// --- literal and folded ----------------------------------------------------------------------------------

YamlScalars::Header YamlScalars::header() {
    Header header{.folded = cursor_.peek() == '>'};
    ++cursor_.pos;
    while (!cursor_.at(chars::blank | chars::line_break)) {
        const char c = cursor_.peek();
        if (c >= '1' && c <= '9' && header.indent == 0) {
            header.indent = c - '0';
        } else if ((c == '-' || c == '+') && header.chomping == Chomping::clip) {
            header.chomping = c == '-' ? Chomping::strip : Chomping::keep;
        } else {
            break;
        }
        ++cursor_.pos;
    }
    const std::size_t end = cursor_.pos;
    cursor_.skip_blanks();
    if (cursor_.at_comment()) cursor_.skip_line();
    if (!cursor_.at(chars::line_break)) {
        report_.fail(cursor_.place(end), "yaml-syntax", "after `|` or `>` the text begins on the next line",
                     "to begin a value with `|` or `>`, quote it");
    }
    return header;
}

// How far the first line that is not empty is indented; at most the parent's if the scalar is empty.
int YamlScalars::find_indent(int parent) {
    const YamlCursor before = cursor_;
    int spaces = 0, widest = 0;
    for (;;) {
        cursor_.take_break();
        cursor_.skip_spaces();
        spaces = cursor_.indent();
        if (cursor_.at_end() || !cursor_.at(chars::line_break)) break;
        widest = std::max(widest, spaces);
    }
    const bool is_content = !cursor_.at_end() && !cursor_.at_marker() && spaces > parent;
    if (widest > spaces && !cursor_.at_end()) {
        report_.fail(cursor_.place(), "yaml-syntax", "an empty line above is indented deeper than this text",
                     "remove the spaces of the empty line");
    }
    cursor_ = before;
    return is_content ? spaces : parent;
}

// Over lines that hold nothing, up to the indentation of one that does.
std::size_t YamlScalars::block_breaks(int indent) {
    std::size_t breaks = 0;
    for (;;) {
        while (cursor_.indent() < indent && cursor_.peek() == ' ') { ++cursor_.pos; }
        if (cursor_.at_end() || !cursor_.at(chars::line_break)) return breaks;
        cursor_.take_break();
        ++breaks;
    }
}

void YamlScalars::block_lines(const Header& header, int indent) {
    std::size_t breaks = block_breaks(indent);
    const auto at_content = [&] {
        return cursor_.indent() == indent && !cursor_.at_end() && !cursor_.at_marker();
    };
    bool last_line_ends = false;
    while (at_content()) {
        add_breaks(breaks);
        const bool more_indented = cursor_.at(chars::blank);
        const std::string_view line = cursor_.rest_of_line();
        add(line);
        cursor_.pos += line.size();
        last_line_ends = !cursor_.at_end();
        cursor_.take_break();
        breaks = block_breaks(indent);
        if (!at_content()) break;
        if (header.folded && !more_indented && !cursor_.at(chars::blank)) {
            if (breaks == 0) add(" ");
        } else {
            add_breaks(1);
        }
    }
    if (header.chomping != Chomping::strip && last_line_ends) add_breaks(1);
    if (header.chomping == Chomping::keep) add_breaks(breaks);
}

YamlScalar YamlScalars::block(YamlContext context) {
    YamlScalar scalar{.at = cursor_.place(), .style = DocumentBuilder::Style::quoted};
    text_.clear();
    const Header found = header();
    if (report_.failed()) return scalar;
    const int indent =
        found.indent > 0 ? std::max(context.parent, 0) + found.indent : find_indent(context.parent);
    cursor_.take_break();
    if (indent > context.parent) {
        block_lines(found, indent);
    } else if (found.chomping == Chomping::keep) {
        add_breaks(block_breaks(std::numeric_limits<int>::max()));
    }
    // What stands before the next line's content is not ours.
    if (!cursor_.at_end()) cursor_.pos = cursor_.line_start;
    scalar.text = text_;
    scalar.one_line = false;
    return scalar;
}

}  // namespace passerby::rules
