#include "rules/yaml_node.hpp"

#include <algorithm>
#include <vector>

#include <fmt/core.h>

#include "engine/limits.hpp"
#include "rules/report.hpp"

namespace passerby::rules {

namespace {

constexpr std::string_view reuse = "for reuse, name a condition under `segments`";

bool is_word(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
               c == '-';
    });
}

}  // namespace

void YamlParts::skip_properties() {
    while (!report.failed() && (cursor.peek() == '&' || cursor.peek() == '!')) {
        const At at = cursor.place();
        const std::size_t begin = cursor.pos;
        while (!cursor.at(chars::blank | chars::line_break | chars::flow)) { ++cursor.pos; }
        const std::string text = backticked(cursor.from(begin));
        if (text == "`&`") {
            report.fail(at, "yaml-syntax", fmt::format("{} cannot begin a value", text), "quote the value");
        } else if (cursor.text()[begin] == '&') {
            report.remark(at, "yaml-anchor",
                          fmt::format("{} is a YAML anchor, which the language does not have", text),
                          fmt::format("{}; to begin a text with `&`, quote it", reuse));
        } else {
            report.remark(
                at, "yaml-tag", fmt::format("{} is a YAML tag, which the language does not have", text),
                "leave it out: the key says what type it wants; to begin a text with `!`, quote it");
        }
        cursor.skip_blanks();
    }
}

void YamlParts::report_alias(At at) {
    const std::size_t begin = cursor.pos;
    std::size_t end = begin;
    while (end < cursor.text().size() &&
           !chars::is(cursor.text()[end], chars::blank | chars::line_break | chars::flow)) {
        ++end;
    }
    const std::string_view text = cursor.text().substr(begin, end - begin);
    const std::string quoting = fmt::format("write `\"{}\"`", text.size() > 40 ? "*…" : text);
    report.remark(at, "yaml-alias",
                  fmt::format("{} is a YAML alias, which the language does not have", backticked(text)),
                  is_word(text.substr(1))
                      ? fmt::format("{}; if it is meant as text, {}", reuse, quoting)
                      : fmt::format("a value that begins with `*` wants quotes: {}; {}", quoting, reuse));
}

bool YamlParts::can_begin_scalar(YamlContext context) {
    const char c = cursor.peek();
    if (c == '"' || c == '\'') return true;
    if (c == '*') return true;
    if (cursor.at(chars::never_begins)) return false;
    if (c != '-' && c != '?' && c != ':') return true;
    const bool flow = context.in == YamlContext::In::flow;
    return !cursor.at(
        flow ? chars::blank | chars::line_break | chars::flow : chars::blank | chars::line_break, 1);
}

YamlScalar YamlParts::scalar_line(YamlContext context) {
    if (cursor.peek() == '"' || cursor.peek() == '\'') return scalars.quoted(context);
    if (cursor.peek() == '*') report_alias(cursor.place());
    return scalars.plain_line(context);
}

bool YamlParts::at_colon(YamlContext context, const YamlScalar& before) {
    const std::size_t end = cursor.pos;
    cursor.skip_blanks();
    const bool flow = context.in == YamlContext::In::flow;
    const std::uint8_t after =
        flow ? chars::blank | chars::line_break | chars::flow : chars::blank | chars::line_break;
    const bool is_adjacent = flow && before.style == DocumentBuilder::Style::quoted;
    if (cursor.peek() == ':' && (is_adjacent || cursor.at(after, 1))) return true;
    cursor.pos = end;
    return false;
}

void YamlParts::put(YamlScalar scalar) {
    scalars.check_length(scalar);
    builder.scalar(scalar.at, scalar.text, scalar.style);
}

void YamlParts::put_key(YamlScalar scalar) {
    if (scalar.text == "<<" && scalar.style == DocumentBuilder::Style::plain) {
        report.remark(scalar.at, "yaml-merge", "`<<` is a YAML merge key, which the language does not have",
                      std::string(reuse));
    }
    put(scalar);
}

void YamlParts::open(At at, NodeKind kind) {
    constexpr std::size_t most = engine::limits::yaml_depth_max;
    if (builder.depth() == most) {
        return report.fail(at, "too-deep", fmt::format("lists and mappings nest deeper than {} here", most));
    }
    builder.open(at, kind);
}

void YamlParts::close() {
    if (builder.in_mapping()) check_keys(builder.innermost());
    builder.close();
}

// Sorted rather than hashed: nobody can choose keys that make it slow.
void YamlParts::check_keys(Node mapping) {
    constexpr std::size_t few = 8;
    const auto tell = [&](Node first, Node again) {
        report.remark({again.line(), again.column()}, "duplicate-key",
                      fmt::format("{} comes twice in this mapping; first in line {}",
                                  backticked(again.text()), first.line()),
                      "keep one of them");
    };
    if (mapping.size() <= few) {
        for (auto [key, value] : mapping.entries()) {
            for (auto [earlier, other] : mapping.entries()) {
                if (earlier.line() == key.line() && earlier.column() == key.column()) break;
                if (earlier.text() == key.text()) {
                    tell(earlier, key);
                    break;
                }
            }
        }
        return;
    }
    std::vector<Node> keys;
    keys.reserve(mapping.size());
    for (auto [key, value] : mapping.entries()) { keys.push_back(key); }
    std::stable_sort(keys.begin(), keys.end(), [](Node a, Node b) { return a.text() < b.text(); });
    for (std::size_t i = 1, first = 0; i < keys.size(); ++i) {
        if (keys[i].text() != keys[first].text()) {
            first = i;
        } else {
            tell(keys[first], keys[i]);
        }
    }
}

}  // namespace passerby::rules
