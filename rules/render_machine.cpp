#include "rules/codes.hpp"
#include "rules/json_text.hpp"
#include "rules/render.hpp"

namespace passerby::rules {

namespace {

std::string_view name_of(Severity severity) {
    return severity == Severity::error ? "error" : "warning";
}

// `"name":"text"`, after a comma or an opening brace that is there already.
void member(std::string& out, std::string_view name, std::string_view text) {
    append_json_string(out, name);
    out += ':';
    append_json_string(out, text);
}

void member(std::string& out, std::string_view name, std::uint32_t number) {
    append_json_string(out, name);
    out += ':';
    append_json_number(out, number);
}

void append_issue(std::string& out, const Issue& issue) {
    member(out += '{', "file", issue.file);
    member(out += ',', "line", issue.line);
    member(out += ',', "column", issue.column);
    member(out += ',', "severity", name_of(issue.severity));
    member(out += ',', "code", issue.code);
    member(out += ',', "message", issue.message);
    member(out += ',', "hint", issue.hint);
    out += '}';
}

// A path as a URI: relative ones stay relative, so that they fit any checkout.
std::string uri_of(std::string_view path) {
    static constexpr std::string_view hex = "0123456789ABCDEF";
    static constexpr std::string_view kept =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    std::string uri = path.starts_with('/') ? "file://" : "";
    for (const char c : path) {
        if (kept.find(c) != std::string_view::npos) {
            uri += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            uri += '%';
            uri += hex[byte >> 4];
            uri += hex[byte & 15];
        }
    }
    return uri;
}

void append_rule(std::string& out, const Code& code) {
    member(out += '{', "id", code.name);
    member(out += R"(,"shortDescription":{)", "text", code.meaning);
    member(out += R"(},"defaultConfiguration":{)", "level", name_of(code.severity));
    out += "}}";
}

void append_location(std::string& out, const Issue& issue, const RenderOptions& options) {
    member(out += R"({"physicalLocation":{"artifactLocation":{)", "uri", uri_of(options.folder + issue.file));
    out += '}';
    if (issue.line > 0) {
        member(out += R"(,"region":{)", "startLine", issue.line);
        if (issue.column > 0) member(out += ',', "startColumn", issue.column);
        out += '}';
    }
    out += "}}";
}

void append_result(std::string& out, const Issue& issue, const RenderOptions& options) {
    member(out += '{', "ruleId", issue.code);
    const std::size_t row = row_of_code(issue.code);
    if (row < all_codes().size()) member(out += ',', "ruleIndex", static_cast<std::uint32_t>(row));
    member(out += ',', "level", name_of(issue.severity));
    member(out += R"(,"message":{)", "text",
           issue.hint.empty() ? issue.message : issue.message + "; " + issue.hint);
    out += R"(},"locations":[)";
    if (!issue.file.empty()) append_location(out, issue, options);
    out += "]}";
}

template <class Items, class Append>
void append_list(std::string& out, const Items& items, Append append) {
    std::string_view before;
    out += '[';
    for (const auto& item : items) {
        out += before;
        append(item);
        before = ",";
    }
    out += ']';
}

}  // namespace

std::string render_json(std::span<const Issue> issues) {
    std::string out = has_errors(issues) ? R"({"ok":false,"issues":)" : R"({"ok":true,"issues":)";
    append_json_issues(out, issues);
    return out + "}\n";
}

void append_json_issues(std::string& out, std::span<const Issue> issues) {
    append_list(out, issues, [&](const Issue& issue) { append_issue(out, issue); });
}

std::string render_sarif(std::span<const Issue> issues, const RenderOptions& options) {
    std::string out =
        R"({"version":"2.1.0","$schema":"https://json.schemastore.org/sarif-2.1.0.json","runs":[{)"
        R"("tool":{"driver":{"name":"passerby","rules":)";
    append_list(out, all_codes(), [&](const Code& code) { append_rule(out, code); });
    out += R"(}},"columnKind":"unicodeCodePoints","results":)";
    append_list(out, issues, [&](const Issue& issue) { append_result(out, issue, options); });
    return out + "}]}\n";
}

}  // namespace passerby::rules
