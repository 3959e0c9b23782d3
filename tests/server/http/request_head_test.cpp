// Every case of RFC 9112 that a server must refuse, as a table of bytes and verdicts; and what is read of the
// others.
#include "server/http/request_head.hpp"

#include <gtest/gtest.h>

#include <ostream>
#include <string>
#include <vector>

namespace passerby::http {
namespace {

constexpr std::size_t head_bytes_max = 1024;

HeadVerdict check_head(std::string_view bytes) {
    static HeadReader reader;
    return reader.read(bytes, head_bytes_max);
}

using State = HeadVerdict::State;

struct Case {
    std::string name;
    std::string bytes;
    Refusal refusal = Refusal::none;  // none: let through
};
std::ostream& operator<<(std::ostream& out, const Case& c) {
    return out << c.name;
}

// A head of HTTP/1.1 with a good request line and Host, and these lines besides.
std::string with(const std::string& lines) {
    return "POST /a HTTP/1.1\r\nHost: h\r\n" + lines + "\r\n";
}
std::string asking(const std::string& request_line) {
    return request_line + "\r\nHost: h\r\n\r\n";
}
std::string hosted(const std::string& host) {
    return "GET / HTTP/1.1\r\n" + host + "\r\n";
}

const std::vector<Case> cases = {
    // Request lines
    {"plain", asking("GET / HTTP/1.1")},
    {"query", asking("GET /a?b=c%20d HTTP/1.1")},
    {"any_method", asking("BREW /a HTTP/1.1")},
    {"absolute", asking("GET http://h/a HTTP/1.1")},
    {"absolute_https_port", asking("GET HTTPS://h:8443/a HTTP/1.1")},
    {"absolute_without_path", asking("GET http://h HTTP/1.1")},
    {"asterisk", asking("OPTIONS * HTTP/1.1")},
    {"asterisk_of_get", asking("GET * HTTP/1.1"), Refusal::bad_target},
    {"absolute_without_host", asking("GET http:///a HTTP/1.1"), Refusal::bad_target},
    {"absolute_with_user", asking("GET http://u@h/a HTTP/1.1"), Refusal::bad_target},
    {"other_scheme", asking("GET ftp://h/a HTTP/1.1"), Refusal::bad_target},
    {"authority", asking("CONNECT h:80 HTTP/1.1"), Refusal::bad_target},
    {"connect_to_a_path", asking("CONNECT /a HTTP/1.1"), Refusal::bad_target},
    {"fragment", asking("GET /a#b HTTP/1.1"), Refusal::bad_target},
    {"fragment_in_query", asking("GET /a?b#c HTTP/1.1"), Refusal::bad_target},
    {"absolute_with_fragment", asking("GET http://h/a#b HTTP/1.1"), Refusal::bad_target},
    {"no_slash", asking("GET a HTTP/1.1"), Refusal::bad_target},
    {"control_in_target", asking("GET /a\x01 HTTP/1.1"), Refusal::bad_target},
    {"tab_in_target", asking("GET /a\tb HTTP/1.1"), Refusal::bad_target},
    {"nul_in_target", asking(std::string("GET /a\0 HTTP/1.1", 16)), Refusal::bad_target},
    {"past_ascii_in_target", asking("GET /\xc3\xa4 HTTP/1.1"), Refusal::bad_target},
    {"no_version", asking("GET /"), Refusal::bad_request_line},
    {"empty_line_first", "\r\n", Refusal::bad_request_line},
    {"only_method", asking("GET"), Refusal::bad_request_line},
    {"two_spaces", asking("GET  / HTTP/1.1"), Refusal::bad_request_line},
    {"space_first", asking(" GET / HTTP/1.1"), Refusal::bad_request_line},
    {"space_last", asking("GET / HTTP/1.1 "), Refusal::bad_version},
    {"space_in_target", asking("GET /a b HTTP/1.1"), Refusal::bad_version},
    {"bad_method", asking("G(T / HTTP/1.1"), Refusal::bad_request_line},
    {"http_0_9", asking("GET / HTTP/0.9"), Refusal::unsupported_version},
    {"http_2", asking("PRI / HTTP/2.0"), Refusal::unsupported_version},
    {"http_1_2", asking("GET / HTTP/1.2"), Refusal::unsupported_version},
    {"lower_case_http", asking("GET / http/1.1"), Refusal::bad_version},
    {"long_version", asking("GET / HTTP/1.10"), Refusal::bad_version},
    {"icy", asking("GET / ICY/1.1"), Refusal::bad_version},
    {"handshake_of_tls", "\x16\x03\x01\x02", Refusal::bad_request_line},
    // Line ends
    {"bare_lf_after_request_line", "GET / HTTP/1.1\nHost: h\r\n\r\n", Refusal::bad_line_end},
    {"bare_lf_after_field", "GET / HTTP/1.1\r\nHost: h\n\r\n", Refusal::bad_line_end},
    {"bare_lf_at_end", "GET / HTTP/1.1\r\nHost: h\r\n\n", Refusal::bad_line_end},
    {"bare_cr_in_value", with("A: b\rc\r\n"), Refusal::bad_line_end},
    {"bare_cr_in_request_line", "GET /\r HTTP/1.1\r\nHost: h\r\n\r\n", Refusal::bad_line_end},
    {"two_cr", "GET / HTTP/1.1\r\r\nHost: h\r\n\r\n", Refusal::bad_line_end},
    {"cr_without_lf_so_far", "GET / HTTP/1.1\rHost", Refusal::bad_line_end},
    // Fields
    {"empty_value", with("A:\r\n")},
    {"tabs_and_blanks", with("A: \t b\tc \t\r\n")},
    {"past_ascii_in_value", with("A: \xc3\xa4\xff\r\n")},
    {"odd_token", with("!#$%&'*+-.^_`|~: a\r\n")},
    {"space_before_colon", with("A : b\r\n"), Refusal::bad_field},
    {"tab_before_colon", with("A\t: b\r\n"), Refusal::bad_field},
    {"no_colon", with("A b\r\n"), Refusal::bad_field},
    {"no_name", with(": b\r\n"), Refusal::bad_field},
    {"bracket_in_name", with("A[0]: b\r\n"), Refusal::bad_field},
    {"nul_in_value", with(std::string("A: b\0c\r\n", 8)), Refusal::bad_field},
    {"control_in_value", with("A: b\x01\r\n"), Refusal::bad_field},
    {"delete_in_value", with("A: b\x7f\r\n"), Refusal::bad_field},
    {"past_ascii_in_name", with("\xc3\xa4: b\r\n"), Refusal::bad_field},
    {"folded_by_space", with("A: b\r\n c\r\n"), Refusal::folded_field},
    {"folded_by_tab", with("A: b\r\n\tc\r\n"), Refusal::folded_field},
    {"folded_first_field", "GET / HTTP/1.1\r\n Host: h\r\n\r\n", Refusal::folded_field},
    {"folded_by_blank_line", with("A: b\r\n \r\n"), Refusal::folded_field},
    // Host
    {"host_with_port", hosted("Host: h.example:8080\r\n")},
    {"host_of_ipv4", hosted("host: 127.0.0.1:80\r\n")},
    {"host_of_ipv6", hosted("HOST: [::1]:80\r\n")},
    {"host_with_empty_port", hosted("Host: h:\r\n")},
    {"host_escaped", hosted("Host: h%2Eexample\r\n")},
    {"host_of_ipv6_with_ipv4", hosted("Host: [::ffff:127.0.0.1]:80\r\n")},
    {"host_of_a_later_kind", hosted("Host: [vF.a:b]\r\n")},
    {"host_of_dots_in_brackets", hosted("Host: [...]\r\n"), Refusal::bad_host},
    {"host_of_colons_in_brackets", hosted("Host: [::::]\r\n"), Refusal::bad_host},
    {"host_of_nine_groups", hosted("Host: [1:2:3:4:5:6:7:8:9]\r\n"), Refusal::bad_host},
    {"host_of_ipv4_in_brackets", hosted("Host: [127.0.0.1]\r\n"), Refusal::bad_host},
    {"host_of_too_much_in_brackets", hosted("Host: [" + std::string(300, ':') + "]\r\n"), Refusal::bad_host},
    {"host_of_a_later_kind_without_text", hosted("Host: [v1.]\r\n"), Refusal::bad_host},
    {"no_host", hosted(""), Refusal::bad_host},
    {"two_hosts", hosted("Host: h\r\nHost: h\r\n"), Refusal::bad_host},
    {"empty_host", hosted("Host:\r\n"), Refusal::bad_host},
    {"blank_host", hosted("Host:  \t\r\n"), Refusal::bad_host},
    {"host_with_path", hosted("Host: h/a\r\n"), Refusal::bad_host},
    {"host_with_user", hosted("Host: u@h\r\n"), Refusal::bad_host},
    {"host_listed", hosted("Host: h, i\r\n"), Refusal::bad_host},
    {"host_with_space", hosted("Host: h i\r\n"), Refusal::bad_host},
    {"host_with_bad_port", hosted("Host: h:8o\r\n"), Refusal::bad_host},
    {"host_with_long_port", hosted("Host: h:123456\r\n"), Refusal::bad_host},
    {"host_only_port", hosted("Host: :80\r\n"), Refusal::bad_host},
    {"host_with_open_bracket", hosted("Host: [::1\r\n"), Refusal::bad_host},
    {"host_with_empty_brackets", hosted("Host: []\r\n"), Refusal::bad_host},
    {"host_with_bad_escape", hosted("Host: h%2\r\n"), Refusal::bad_host},
    {"http_1_0_without_host", "GET / HTTP/1.0\r\n\r\n"},
    {"http_1_0_with_two_hosts", "GET / HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n", Refusal::bad_host},
    // Content-Length
    {"length", with("Content-Length: 5\r\n")},
    {"length_with_zeros", with("Content-Length: 0005\r\n")},
    {"length_twice", with("Content-Length: 5\r\nContent-Length: 5\r\n"), Refusal::bad_content_length},
    {"length_listed", with("Content-Length: 5, 5\r\n"), Refusal::bad_content_length},
    {"length_empty", with("Content-Length:\r\n"), Refusal::bad_content_length},
    {"length_with_plus", with("Content-Length: +5\r\n"), Refusal::bad_content_length},
    {"length_negative", with("Content-Length: -5\r\n"), Refusal::bad_content_length},
    {"length_in_hex", with("Content-Length: 0x5\r\n"), Refusal::bad_content_length},
    {"length_with_fraction", with("Content-Length: 5.0\r\n"), Refusal::bad_content_length},
    {"length_with_words", with("Content-Length: 5 bytes\r\n"), Refusal::bad_content_length},
    {"length_past_64_bits", with("Content-Length: 18446744073709551616\r\n"), Refusal::body_too_large},
    // Transfer-Encoding
    {"chunked", with("Transfer-Encoding: chunked\r\n")},
    {"chunked_in_capitals", with("transfer-encoding: CHUNKED\r\n")},
    {"chunked_twice", with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n"),
     Refusal::bad_transfer_encoding},
    {"chunked_listed", with("Transfer-Encoding: chunked, chunked\r\n"), Refusal::bad_transfer_encoding},
    {"chunked_after_gzip", with("Transfer-Encoding: gzip, chunked\r\n"), Refusal::bad_transfer_encoding},
    {"xchunked", with("Transfer-Encoding: xchunked\r\n"), Refusal::bad_transfer_encoding},
    {"identity", with("Transfer-Encoding: identity\r\n"), Refusal::bad_transfer_encoding},
    {"empty_encoding", with("Transfer-Encoding:\r\n"), Refusal::bad_transfer_encoding},
    {"chunked_quoted", with("Transfer-Encoding: \"chunked\"\r\n"), Refusal::bad_transfer_encoding},
    {"chunked_with_vertical_tab", with("Transfer-Encoding: \vchunked\r\n"), Refusal::bad_field},
    {"chunked_with_length", with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
     Refusal::bad_transfer_encoding},
    {"length_with_chunked", with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
     Refusal::bad_transfer_encoding},
    {"chunked_in_http_1_0", "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n",
     Refusal::bad_transfer_encoding},
    // Expect
    {"expect_continue", with("Expect: 100-Continue\r\nContent-Length: 1\r\n")},
    {"expect_other", with("Expect: tea\r\n"), Refusal::bad_expectation},
    // Connection
    {"connection_of_others", with("Connection: a, b ,,\r\n")},
    {"connection_no_list", with("Connection: a b\r\n"), Refusal::bad_field},
    {"connection_quoted", with("Connection: \"close\"\r\n"), Refusal::bad_field},
    // Size
    {"long_target", asking("GET /" + std::string(head_bytes_max, 'a') + " HTTP/1.1"),
     Refusal::target_too_long},
    {"long_field", with("A: " + std::string(head_bytes_max, 'b') + "\r\n"), Refusal::head_too_large},
    {"many_fields", with([] {
         std::string lines;
         for (int i = 0; i < 201; ++i) lines += "a:\r\n";
         return lines;
     }()),
     Refusal::head_too_large},
};

class StrictHead : public testing::TestWithParam<Case> {};

TEST_P(StrictHead, refuses_what_it_must) {
    const HeadVerdict verdict = check_head(GetParam().bytes);
    if (GetParam().refusal == Refusal::none) {
        EXPECT_EQ(verdict.state, State::complete);
        EXPECT_EQ(verdict.head.bytes, GetParam().bytes.size());
    } else {
        EXPECT_EQ(verdict.state, State::refused);
        EXPECT_EQ(problem::words_of(verdict.refusal).detail, problem::words_of(GetParam().refusal).detail);
    }
}

// However the bytes are split, a good head is incomplete until its last byte, and a bad one is never
// let through.
TEST_P(StrictHead, judges_each_beginning_alike) {
    for (std::size_t size = 0; size < GetParam().bytes.size(); ++size) {
        const HeadVerdict verdict = check_head(GetParam().bytes.substr(0, size));
        EXPECT_NE(verdict.state, State::complete) << "after " << size << " bytes";
        if (GetParam().refusal == Refusal::none) {
            EXPECT_EQ(verdict.state, State::incomplete) << "after " << size << " bytes";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, StrictHead, testing::ValuesIn(cases),
                         [](const auto& test) { return test.param.name; });

TEST(StrictHead, tells_how_the_body_is_framed) {
    const HeadVerdict verdict = check_head(with("Content-Length: 12\r\nExpect: 100-continue\r\n") + "rest");
    EXPECT_EQ(verdict.head.content_length, 12u);
    EXPECT_TRUE(verdict.head.expects_continue);
    EXPECT_FALSE(verdict.head.chunked);
    EXPECT_TRUE(check_head(with("Transfer-Encoding: chunked\r\n")).head.chunked);
    const std::string old = "POST / HTTP/1.0\r\nExpect: 100-continue\r\nContent-Length: 1\r\n\r\n";
    EXPECT_FALSE(check_head(old).head.expects_continue);
}

// The request with that head, read by a reader of its own.
struct Request {
    explicit Request(std::string head)
        : bytes(std::move(head)), verdict(reader.read(bytes, head_bytes_max)) {}

    RequestView view() const { return reader.request(); }

    std::string bytes;
    HeadReader reader;
    HeadVerdict verdict;
};

TEST(RequestHead, splits_the_target) {
    const Request request("GET /v1/decide?slot=hero&a=%20 HTTP/1.1\r\nHost: h\r\nA: b c \r\n\r\n");
    EXPECT_EQ(request.view().method, "GET");
    EXPECT_EQ(request.view().path, "/v1/decide");
    EXPECT_EQ(request.view().query, "slot=hero&a=%20");
    EXPECT_EQ(request.view().header("a"), "b c");
    EXPECT_EQ(request.view().header("b"), std::nullopt);
    EXPECT_EQ(request.view().headers.size(), 2u);
}

TEST(RequestHead, reads_an_absolute_target_as_its_path) {
    EXPECT_EQ(Request(asking("GET http://h:80/a?b HTTP/1.1")).view().path, "/a");
    EXPECT_EQ(Request(asking("GET http://h?b HTTP/1.1")).view().query, "b");
    EXPECT_EQ(Request(asking("GET https://h HTTP/1.1")).view().path, "/");
    EXPECT_EQ(Request(asking("OPTIONS * HTTP/1.1")).view().path, "*");
}

TEST(RequestHead, takes_the_host_of_an_absolute_target) {
    EXPECT_EQ(Request(asking("GET http://i:80/a HTTP/1.1")).view().header("host"), "i:80");
    EXPECT_EQ(Request("GET http://i?a HTTP/1.0\r\n\r\n").view().header("host"), "i");
    EXPECT_EQ(Request(asking("GET /http://i HTTP/1.1")).view().header("host"), "h");
}

TEST(RequestHead, tells_who_wants_to_go_on) {
    const auto kept = [](const std::string& lines) { return check_head(with(lines)).head.keep_alive; };
    const auto kept_1_0 = [](const std::string& lines) {
        return check_head("GET / HTTP/1.0\r\n" + lines + "\r\n").head.keep_alive;
    };
    EXPECT_TRUE(kept(""));
    EXPECT_TRUE(kept("Connection: closed\r\n"));
    EXPECT_FALSE(kept("Connection: a, Close\r\n"));
    EXPECT_FALSE(kept("Connection: close\r\nConnection: keep-alive\r\n"));
    EXPECT_FALSE(kept_1_0(""));
    EXPECT_TRUE(kept_1_0("Connection: keep-alive\r\n"));
    EXPECT_FALSE(kept_1_0("Connection: keep-alive, close\r\n"));
}

TEST(RequestHead, treats_head_as_the_get_it_asks_about) {
    const Request request(asking("HEAD / HTTP/1.1"));
    EXPECT_EQ(request.view().method, "GET");
    EXPECT_TRUE(request.verdict.head.head_only);
}

TEST(RequestHead, remembers_nothing_of_the_last_one) {
    HeadReader reader;
    reader.read("POST http://i/a?b HTTP/1.0\r\nContent-Length: 3\r\nConnection: close\r\nA: b\r\n\r\n",
                1'000);
    const HeadVerdict verdict = reader.read("GET / HTTP/1.1\r\nHost: h\r\n\r\n", 1'000);
    EXPECT_EQ(verdict.head.content_length, 0u);
    EXPECT_TRUE(verdict.head.keep_alive);
    EXPECT_EQ(reader.request().query, "");
    EXPECT_EQ(reader.request().header("host"), "h");
    EXPECT_EQ(reader.request().headers.size(), 1u);
}

}  // namespace
}  // namespace passerby::http
