#include "server/problem/kind.hpp"

#include <array>
#include <cstddef>

namespace passerby::problem {

namespace {

// In the order of Kind. The words are JSON-safe as they stand: no quote, no backslash.
constexpr std::array words = {
    Words{Kind::none, 200, "none", "OK", ""},
    Words{Kind::bad_request_line, 400, "bad-request-line", "Bad Request",
          "The request line is not METHOD SP TARGET SP VERSION."},
    Words{Kind::bad_target, 400, "bad-target", "Bad Request",
          "The request target has no form that is allowed here."},
    Words{Kind::bad_version, 400, "bad-version", "Bad Request", "The version is not one of HTTP."},
    Words{Kind::bad_line_end, 400, "bad-line-end", "Bad Request",
          "A line of the head does not end with CR LF."},
    Words{Kind::bad_field, 400, "bad-field", "Bad Request", "A header line is not NAME: VALUE."},
    Words{Kind::folded_field, 400, "folded-field", "Bad Request", "A header line is folded."},
    Words{Kind::bad_host, 400, "bad-host", "Bad Request", "Host is missing, repeated or malformed."},
    Words{Kind::bad_content_length, 400, "bad-content-length", "Bad Request",
          "Content-Length is repeated or no number."},
    Words{Kind::bad_transfer_encoding, 400, "bad-transfer-encoding", "Bad Request",
          "Transfer-Encoding is not a single chunked, or stands beside Content-Length or in HTTP/1.0."},
    Words{Kind::bad_chunk, 400, "bad-chunk", "Bad Request",
          "The chunked body is malformed or carries too much beside data."},
    Words{Kind::truncated, 400, "truncated", "Bad Request", "The request ends before it is complete."},
    Words{Kind::head_timeout, 408, "head-timeout", "Request Timeout", "The head did not arrive in time."},
    Words{Kind::body_timeout, 408, "body-timeout", "Request Timeout", "The body did not arrive in time."},
    Words{Kind::body_too_large, 413, "body-too-large", "Content Too Large",
          "The body is over the limit of this server."},
    Words{Kind::target_too_long, 414, "target-too-long", "URI Too Long",
          "The request target is over the limit."},
    Words{Kind::bad_expectation, 417, "bad-expectation", "Expectation Failed",
          "Only 100-continue can be expected."},
    Words{Kind::head_too_large, 431, "head-too-large", "Request Header Fields Too Large",
          "The head is over the limit."},
    Words{Kind::overload, 503, "overload", "Service Unavailable", "Too busy; try again."},
    Words{Kind::unsupported_version, 505, "unsupported-version", "HTTP Version Not Supported",
          "Only HTTP/1.1 and HTTP/1.0 are spoken."},

    Words{Kind::malformed_json, 400, "malformed-json", "Malformed JSON",
          "The body is not one well-formed JSON text in UTF-8, nested at most 64 deep."},
    Words{Kind::body_not_an_object, 400, "body-not-an-object", "Not a JSON object",
          "The body must be a JSON object."},
    Words{Kind::slots_missing, 400, "slots-missing", "No slots asked for",
          "A request must name the slots it asks for: 1 to 32 names."},
    Words{Kind::slots_malformed, 400, "slots-malformed", "Malformed slots",
          "Slots are a list of 1 to 32 names, each 1 to 64 of a-z 0-9 . _ - and beginning with a letter or a "
          "digit."},
    Words{Kind::now_malformed, 400, "now-malformed", "Malformed time",
          "A time is written YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS], with Z or an offset or without."},
    Words{Kind::files_malformed, 400, "files-malformed", "Malformed files",
          "Files are an object of 1 to 10000 names, each with its text."},
    Words{Kind::undeclared_members, 422, "undeclared-members", "Undeclared members",
          "This server takes declared signals only; the request holds members that are none."},
    Words{Kind::unauthorized, 401, "unauthorized", "Not authenticated", "This needs a valid bearer token."},
    Words{Kind::forbidden, 403, "forbidden", "Not permitted", "The token's role does not permit this."},
    Words{Kind::wrong_host, 403, "wrong-host", "Wrong host",
          "The Host header names neither a loopback address nor a configured host."},
    Words{Kind::foreign_origin, 403, "foreign-origin", "Foreign origin",
          "The request comes from a page of another origin."},
    Words{Kind::not_found, 404, "not-found", "Not found", "There is nothing at this path."},
    Words{Kind::method_not_allowed, 405, "method-not-allowed", "Method not allowed",
          "This path does not take this method; Allow lists those it does."},
    Words{Kind::not_json_media, 415, "not-json-media", "Unsupported media type",
          "The content type must be application/json."},
    Words{Kind::internal, 500, "internal", "Internal error", "The server failed; it is not your fault."},
};

constexpr bool in_order() {
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (words[i].kind != static_cast<Kind>(i)) return false;
    }
    return words.size() == static_cast<std::size_t>(last_kind) + 1;
}
static_assert(in_order(), "one row for each kind, in the order of the enum");

}  // namespace

const Words& words_of(Kind kind) {
    return words[static_cast<std::size_t>(kind)];
}

int status_of(Kind kind) {
    return words_of(kind).status;
}

void begin(Kind kind, std::string& out) {
    const Words& say = words_of(kind);
    out.append(R"({"type":"urn:passerby:problem:)").append(say.type.view());
    out.append(R"(","title":")").append(say.title.view());
    out.append(R"(","status":)").append(std::to_string(say.status));
    out.append(R"(,"detail":")").append(say.detail.view()).append("\"");
}

}  // namespace passerby::problem
