// Any bytes as a rule file: read as YAML, loaded, compiled, and told about.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "engine/compile.hpp"
#include "engine/ensure.hpp"
#include "engine/limits.hpp"
#include "rules/codes.hpp"
#include "rules/load.hpp"
#include "rules/render.hpp"
#include "rules/utf8.hpp"
#include "rules/write_json.hpp"
#include "rules/yaml_reader.hpp"

namespace passerby::rules {
namespace {

using engine::ensure;
namespace limits = engine::limits;

// The rest of the line from a place on; fails where the text has no such place.
std::string_view text_at(const Source& source, std::uint32_t line, std::uint32_t column) {
    std::string_view rest = source.line(line);
    for (std::uint32_t i = 1; i < column; ++i) {
        ensure(!rest.empty(), "a place lies within its line");
        rest.remove_prefix(std::max<std::size_t>(utf8::read(rest).bytes, 1));
    }
    return rest;
}

void check_issues(std::span<const Issue> issues, const Source& source) {
    for (const Issue& issue : issues) {
        ensure(find_code(issue.code) != nullptr, "every code is in the table");
        ensure(!issue.message.empty(), "every issue says something");
        if (issue.line > 0) text_at(source, issue.line, issue.column);
    }
}

void check_node(Node node, const Source& source, std::size_t depth) {
    ensure(depth <= limits::yaml_depth_max, "no deeper than the limit");
    const std::string_view there = text_at(source, node.line(), node.column());
    if (node.is_scalar()) {
        ensure(node.text().size() <= limits::scalar_bytes_max, "no longer than the limit");
        if (node.plain() && !node.text().empty()) {
            ensure(there.starts_with(node.text().substr(0, 1)), "a plain text stands where it says");
        }
    }
    for (Node item : node.items()) { check_node(item, source, depth + 1); }
    for (auto [key, value] : node.entries()) {
        ensure(key.is_scalar(), "a key is a scalar");
        check_node(key, source, depth + 1);
        check_node(value, source, depth + 1);
    }
}

// JSON is YAML: what was read, written as JSON, reads as the same.
void check_json(const Document& document) {
    std::string written, again;
    write_json(document.root(), written);
    std::vector<Issue> issues;
    const Document read = read_yaml("a.json", written, issues);
    ensure(issues.empty() && !read.empty(), "what is written can be read");
    write_json(read.root(), again);
    ensure(written == again, "what is written reads as the same");
}

void check_text(const std::string& text) {
    const Source source("a.yaml", text);
    std::vector<Issue> issues;
    const Document document = read_yaml("a.yaml", text, issues);
    check_issues(issues, source);
    if (document.empty()) return;
    check_node(document.root(), source, 0);
    if (issues.empty()) check_json(document);
}

void check_set(const std::string& text) {
    const Loaded loaded = load_text("a.yaml", text, {.now = engine::Instant{}});
    ensure(loaded.rule_set.has_value() != has_errors(loaded.issues), "a set or an error");
    check_issues(loaded.issues, Source("a.yaml", text));
    render_text(loaded.issues, loaded.sources);
    render_json(loaded.issues);
    render_sarif(loaded.issues);
    if (loaded.rule_set) ensure(engine::compile(*loaded.rule_set) != nullptr, "a checked set compiles");
}

}  // namespace
}  // namespace passerby::rules

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    passerby::rules::check_text(text);
    passerby::rules::check_set(text);
    return 0;
}
