#include "server/cli/sarif.hpp"

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "server/wire/json_text.hpp"

namespace passerby::cli {

namespace {

using wire::append_json_string;
using wire::append_number;

// A path as a relative URI: what has a meaning there is percent-encoded.
std::string uri_of(std::string_view path) {
    static constexpr std::string_view plain =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    static constexpr std::string_view hex = "0123456789ABCDEF";
    std::string uri;
    for (const char c : path) {
        if (plain.find(c) != plain.npos) {
            uri += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            uri.append("%").append(1, hex[byte >> 4]).append(1, hex[byte & 15]);
        }
    }
    return uri;
}

void append_rules(std::span<const rules::Issue> issues, std::string& out) {
    std::set<std::string_view> codes;
    for (const rules::Issue& issue : issues) { codes.insert(issue.code); }
    std::string_view before;
    for (std::string_view code : codes) {
        append_json_string(code, out.append(std::exchange(before, ",")).append(R"({"id":)"));
        out.append("}");
    }
}

void append_location(const rules::Issue& issue, std::string& out) {
    out.append(R"(,"locations":[{"physicalLocation":{"artifactLocation":{"uri":)");
    append_json_string(uri_of(issue.file), out);
    out.append("}");
    if (issue.line > 0) {
        append_number(issue.line, out.append(R"(,"region":{"startLine":)"));
        append_number(std::max(issue.column, 1u), out.append(R"(,"startColumn":)"));
        out.append("}");
    }
    out.append("}}]");
}

void append_result(const rules::Issue& issue, std::string& out) {
    append_json_string(issue.code, out.append(R"({"ruleId":)"));
    out.append(R"(,"level":)");
    out.append(issue.severity == rules::Severity::error ? R"("error")" : R"("warning")");
    const std::string text = issue.hint.empty() ? issue.message : issue.message + " (" + issue.hint + ")";
    append_json_string(text, out.append(R"(,"message":{"text":)"));
    out.append("}");
    if (!issue.file.empty()) { append_location(issue, out); }
    out.append("}");
}

}  // namespace

std::string write_sarif(std::span<const rules::Issue> issues) {
    std::string out =
        R"({"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{)"
        R"("tool":{"driver":{"name":"passerby","version":)";
    append_json_string(PASSERBY_VERSION, out);
    append_rules(issues, out.append(R"(,"rules":[)"));
    out.append(R"(]}},"columnKind":"unicodeCodePoints","results":[)");
    std::string_view before;
    for (const rules::Issue& issue : issues) { append_result(issue, out.append(std::exchange(before, ","))); }
    return out.append("]}]}");
}

}  // namespace passerby::cli
