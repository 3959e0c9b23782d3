#include "server/cli/check.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "server/cli/sarif.hpp"
#include "server/wire/issues_json.hpp"

namespace passerby::cli {

namespace {

std::size_t count(const std::vector<rules::Issue>& issues, rules::Severity severity) {
    return static_cast<std::size_t>(std::count_if(
        issues.begin(), issues.end(), [&](const rules::Issue& issue) { return issue.severity == severity; }));
}

std::string several(std::size_t number, std::string_view noun) {
    return fmt::format("{} {}{}", number, noun, number == 1 ? "" : "s");
}

void print_text(const rules::Loaded& loaded) {
    const IssueText text(loaded.sources, wants_colour(Stream::results));
    for (const rules::Issue& issue : loaded.issues) { print(text.render(issue)); }
    remark(fmt::format("{}, {} in {}", several(count(loaded.issues, rules::Severity::error), "error"),
                       several(count(loaded.issues, rules::Severity::warning), "warning"),
                       several(loaded.sources.size(), "file")));
}

void print_json(const rules::Loaded& loaded, Exit exit) {
    std::string out = exit == Exit::fine ? R"({"ok":true,"issues":)" : R"({"ok":false,"issues":)";
    wire::append_issues(loaded.issues, wire::IssueParts::all, out);
    print(out.append("}\n"));
}

Exit judge(const rules::Loaded& loaded, const CheckFlags& flags) {
    if (loaded.unreadable) { return Exit::useless; }
    const bool errors = !loaded.rule_set || rules::has_errors(loaded.issues);
    return errors || (flags.warnings_as_errors && !loaded.issues.empty()) ? Exit::wrong : Exit::fine;
}

}  // namespace

Exit check(const CheckFlags& flags) {
    const rules::Loaded loaded = rules::load(flags.paths);
    const Exit exit = judge(loaded, flags);
    switch (flags.format) {
        case ReportFormat::text: print_text(loaded); break;
        case ReportFormat::json: print_json(loaded, exit); break;
        case ReportFormat::sarif: print(write_sarif(loaded.issues) + "\n"); break;
    }
    return finish(exit);
}

}  // namespace passerby::cli
