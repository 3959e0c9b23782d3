#include "server/http/refusal.hpp"

#include <array>
#include <cstddef>

namespace passerby::http {

namespace {

constexpr std::array<RefusalText, 21> texts{{
    {Refusal::none, 200, "OK", ""},
    {Refusal::bad_request_line, 400, "Bad Request", "the request line is not METHOD SP TARGET SP VERSION"},
    {Refusal::bad_target, 400, "Bad Request", "the request target has no form that is allowed here"},
    {Refusal::bad_version, 400, "Bad Request", "the version is not one of HTTP"},
    {Refusal::bad_line_end, 400, "Bad Request", "a line of the head does not end with CR LF"},
    {Refusal::bad_field, 400, "Bad Request", "a header line is not NAME: VALUE"},
    {Refusal::folded_field, 400, "Bad Request", "a header line is folded"},
    {Refusal::bad_host, 400, "Bad Request", "Host is missing, repeated or malformed"},
    {Refusal::bad_content_length, 400, "Bad Request", "Content-Length is repeated or no number"},
    {Refusal::bad_transfer_encoding, 400, "Bad Request",
     "Transfer-Encoding is not a single chunked, or stands beside Content-Length or in HTTP/1.0"},
    {Refusal::bad_chunk, 400, "Bad Request", "the chunked body is malformed or carries too much beside data"},
    {Refusal::truncated, 400, "Bad Request", "the request ends before it is complete"},
    {Refusal::unparsed, 400, "Bad Request", "the request cannot be read"},
    {Refusal::head_timeout, 408, "Request Timeout", "the head did not arrive in time"},
    {Refusal::body_timeout, 408, "Request Timeout", "the body did not arrive in time"},
    {Refusal::body_too_large, 413, "Content Too Large", "the body is over the limit"},
    {Refusal::target_too_long, 414, "URI Too Long", "the request target is over the limit"},
    {Refusal::bad_expectation, 417, "Expectation Failed", "only 100-continue can be expected"},
    {Refusal::head_too_large, 431, "Request Header Fields Too Large", "the head is over the limit"},
    {Refusal::overload, 503, "Service Unavailable", "too busy; try again"},
    {Refusal::unsupported_version, 505, "HTTP Version Not Supported",
     "only HTTP/1.1 and HTTP/1.0 are spoken"},
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
