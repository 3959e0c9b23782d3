#include "server/wire/problem.hpp"

#include "rules/json_text.hpp"
#include "server/wire/json_names.hpp"

namespace passerby::wire {

namespace {

using rules::append_json_number;

void append_pointer(const Problem& problem, std::string& out) {
    out.append(R"(,"pointer":")").append(problem.pointer.view());
    if (problem.index) { append_json_number(out.append("/"), static_cast<std::int64_t>(*problem.index)); }
    out.append("\"");
}

void append_members(const Problem& problem, std::string& out) {
    append_json_names(problem.identifiers, out.append(R"(,"identifiers":)"));
    append_json_number(out.append(R"(,"others":)"), static_cast<std::int64_t>(problem.others));
}

}  // namespace

void write_problem(const Problem& problem, std::string& out) {
    problem::begin(problem.kind, out);
    if (!problem.pointer.empty()) { append_pointer(problem, out); }
    if (problem.kind == ProblemKind::undeclared_members) { append_members(problem, out); }
    out.append("}");
}

}  // namespace passerby::wire
