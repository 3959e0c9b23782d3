#include "server/http/refusal.hpp"

#include <array>
#include <cstddef>

namespace passerby::http {

namespace {

constexpr std::array<RefusalText, 21> texts{{
    {Refusal::none, 200, "none", "OK", ""},
    {Refusal::bad_request_line, 400, "bad-request-line", "Bad Request",
     "The request line is not METHOD SP TARGET SP VERSION."},
    {Refusal::bad_target, 400, "bad-target", "Bad Request",
     "The request target has no form that is allowed here."},
    {Refusal::bad_version, 400, "bad-version", "Bad Request", "The version is not one of HTTP."},
    {Refusal::bad_line_end, 400, "bad-line-end", "Bad Request",
     "A line of the head does not end with CR LF."},
    {Refusal::bad_field, 400, "bad-field", "Bad Request", "A header line is not NAME: VALUE."},
    {Refusal::folded_field, 400, "folded-field", "Bad Request", "A header line is folded."},
    {Refusal::bad_host, 400, "bad-host", "Bad Request", "Host is missing, repeated or malformed."},
    {Refusal::bad_content_length, 400, "bad-content-length", "Bad Request",
     "Content-Length is repeated or no number."},
    {Refusal::bad_transfer_encoding, 400, "bad-transfer-encoding", "Bad Request",
     "Transfer-Encoding is not a single chunked, or stands beside Content-Length or in HTTP/1.0."},
    {Refusal::bad_chunk, 400, "bad-chunk", "Bad Request",
     "The chunked body is malformed or carries too much beside data."},
    {Refusal::truncated, 400, "truncated", "Bad Request", "The request ends before it is complete."},
    {Refusal::unparsed, 400, "unparsed", "Bad Request", "The request cannot be read."},
    {Refusal::head_timeout, 408, "head-timeout", "Request Timeout", "The head did not arrive in time."},
    {Refusal::body_timeout, 408, "body-timeout", "Request Timeout", "The body did not arrive in time."},
    {Refusal::body_too_large, 413, "body-too-large", "Content Too Large", "The body is over the limit."},
    {Refusal::target_too_long, 414, "target-too-long", "URI Too Long",
     "The request target is over the limit."},
    {Refusal::bad_expectation, 417, "bad-expectation", "Expectation Failed",
     "Only 100-continue can be expected."},
    {Refusal::head_too_large, 431, "head-too-large", "Request Header Fields Too Large",
     "The head is over the limit."},
    {Refusal::overload, 503, "overload", "Service Unavailable", "Too busy; try again."},
    {Refusal::unsupported_version, 505, "unsupported-version", "HTTP Version Not Supported",
     "Only HTTP/1.1 and HTTP/1.0 are spoken."},
}};

constexpr bool in_order() {
    for (std::size_t i = 0; i < texts.size(); ++i) {
        if (texts[i].refusal != static_cast<Refusal>(i)) return false;
    }
    return texts.size() == static_cast<std::size_t>(Refusal::unsupported_version) + 1;
}
static_assert(in_order(), "one row for each refusal, in the order of the enum");

}  // namespace

const RefusalText& describe(Refusal refusal) {
    return texts[static_cast<std::size_t>(refusal)];
}

}  // namespace passerby::http
