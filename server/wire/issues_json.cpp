#include "server/wire/issues_json.hpp"

#include <utility>

#include "server/wire/json_text.hpp"

namespace passerby::wire {

namespace {

void append_issue(const rules::Issue& issue, IssueParts parts, std::string& out) {
    append_json_string(issue.file, out.append(R"({"file":)"));
    append_number(issue.line, out.append(R"(,"line":)"));
    append_number(issue.column, out.append(R"(,"column":)"));
    out.append(R"(,"severity":)");
    out.append(issue.severity == rules::Severity::error ? R"("error")" : R"("warning")");
    append_json_string(issue.code, out.append(R"(,"code":)"));
    append_json_string(issue.message, out.append(R"(,"message":)"));
    if (parts == IssueParts::all) { append_json_string(issue.hint, out.append(R"(,"hint":)")); }
    out.append("}");
}

}  // namespace

void append_issues(std::span<const rules::Issue> issues, IssueParts parts, std::string& out) {
    out.append("[");
    std::string_view before;
    for (const rules::Issue& issue : issues) {
        append_issue(issue, parts, out.append(std::exchange(before, ",")));
    }
    out.append("]");
}

}  // namespace passerby::wire
