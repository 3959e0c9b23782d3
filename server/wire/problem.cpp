#include "server/wire/problem.hpp"

#include <array>

#include "rules/json_text.hpp"
#include "server/wire/json_names.hpp"

namespace passerby::wire {

namespace {

using rules::append_json_number;

struct Words {
    ProblemKind kind;
    int status;
    std::string_view type;  // after `urn:passerby:problem:`
    std::string_view title;
    std::string_view detail;
};

// In the order of ProblemKind. The words are JSON-safe as they stand: no quote, no backslash.
constexpr std::array words = {
    Words{ProblemKind::malformed_json, 400, "malformed-json", "Malformed JSON",
          "The body is not one well-formed JSON text in UTF-8, nested at most 64 deep."},
    Words{ProblemKind::body_not_an_object, 400, "body-not-an-object", "Not a JSON object",
          "The body must be a JSON object."},
    Words{ProblemKind::slots_missing, 400, "slots-missing", "No slots asked for",
          "A request must name the slots it asks for: 1 to 32 names."},
    Words{ProblemKind::slots_malformed, 400, "slots-malformed", "Malformed slots",
          "Slots are a list of 1 to 32 names, each 1 to 64 of a-z 0-9 . _ - and beginning with a letter or a "
          "digit."},
    Words{ProblemKind::now_malformed, 400, "now-malformed", "Malformed time",
          "A time is written YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS], with Z or an offset or without."},
    Words{ProblemKind::files_malformed, 400, "files-malformed", "Malformed files",
          "Files are an object of 1 to 10000 names, each with its text."},
    Words{ProblemKind::undeclared_members, 422, "undeclared-members", "Undeclared members",
          "This server takes declared signals only; the request holds members that are none."},
    Words{ProblemKind::unauthorized, 401, "unauthorized", "Not authenticated",
          "This needs a valid bearer token."},
    Words{ProblemKind::forbidden, 403, "forbidden", "Not permitted",
          "The token's role does not permit this."},
    Words{ProblemKind::wrong_host, 403, "wrong-host", "Wrong host",
          "The Host header names neither a loopback address nor a configured host."},
    Words{ProblemKind::foreign_origin, 403, "foreign-origin", "Foreign origin",
          "The request comes from a page of another origin."},
    Words{ProblemKind::not_found, 404, "not-found", "Not found", "There is nothing at this path."},
    Words{ProblemKind::method_not_allowed, 405, "method-not-allowed", "Method not allowed",
          "This path does not take this method; Allow lists those it does."},
    Words{ProblemKind::body_too_large, 413, "body-too-large", "Body too large",
          "The body is over the limit of this server."},
    Words{ProblemKind::not_json_media, 415, "not-json-media", "Unsupported media type",
          "The content type must be application/json."},
    Words{ProblemKind::internal, 500, "internal", "Internal error",
          "The server failed; it is not your fault."},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (static_cast<std::size_t>(words[i].kind) != i) { return false; }
    }
    return true;
}
static_assert(in_order() && words.size() == static_cast<std::size_t>(ProblemKind::internal) + 1,
              "the table has every kind, in its order");

const Words& words_of(ProblemKind kind) {
    return words[static_cast<std::size_t>(kind)];
}

void append_pointer(const Problem& problem, std::string& out) {
    out.append(R"(,"pointer":")").append(problem.pointer);
    if (problem.index) { append_json_number(out.append("/"), static_cast<std::int64_t>(*problem.index)); }
    out.append("\"");
}

void append_members(const Problem& problem, std::string& out) {
    append_json_names(problem.identifiers, out.append(R"(,"identifiers":)"));
    append_json_number(out.append(R"(,"others":)"), static_cast<std::int64_t>(problem.others));
}

}  // namespace

int status_of(ProblemKind kind) {
    return words_of(kind).status;
}

void write_problem(const Problem& problem, std::string& out) {
    const Words& say = words_of(problem.kind);
    out.append(R"({"type":"urn:passerby:problem:)").append(say.type);
    out.append(R"(","title":")").append(say.title);
    append_json_number(out.append(R"(","status":)"), say.status);
    out.append(R"(,"detail":")").append(say.detail).append("\"");
    if (!problem.pointer.empty()) { append_pointer(problem, out); }
    if (problem.kind == ProblemKind::undeclared_members) { append_members(problem, out); }
    out.append("}");
}

}  // namespace passerby::wire
