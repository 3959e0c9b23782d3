// What the API sees of a request.
#include "server/http/view_parser.hpp"

#include <gtest/gtest.h>

#include <string>

namespace passerby::http {
namespace {

TEST(ViewParser, splits_the_target) {
    ViewParser parser;
    const auto* parsed =
        parser.parse("GET /v1/decide?slot=hero&a=%20 HTTP/1.1\r\nHost: h\r\nA: b c \r\n\r\n");
    ASSERT_NE(parsed, nullptr);
    EXPECT_EQ(parsed->request.method, "GET");
    EXPECT_EQ(parsed->request.path, "/v1/decide");
    EXPECT_EQ(parsed->request.query, "slot=hero&a=%20");
    EXPECT_EQ(parsed->request.header("a"), "b c");
    EXPECT_EQ(parsed->request.header("b"), std::nullopt);
    EXPECT_TRUE(parsed->keep_alive);
}

TEST(ViewParser, reads_an_absolute_target_as_its_path) {
    ViewParser parser;
    EXPECT_EQ(parser.parse("GET http://h:80/a?b HTTP/1.1\r\nHost: h\r\n\r\n")->request.path, "/a");
    EXPECT_EQ(parser.parse("GET http://h?b HTTP/1.1\r\nHost: h\r\n\r\n")->request.query, "b");
    EXPECT_EQ(parser.parse("GET https://h HTTP/1.1\r\nHost: h\r\n\r\n")->request.path, "/");
}

TEST(ViewParser, takes_the_host_of_an_absolute_target) {
    ViewParser parser;
    EXPECT_EQ(parser.parse("GET http://i:80/a HTTP/1.1\r\nHost: h\r\n\r\n")->request.header("host"), "i:80");
    EXPECT_EQ(parser.parse("GET http://i?a HTTP/1.0\r\n\r\n")->request.header("host"), "i");
    EXPECT_EQ(parser.parse("GET /http://i HTTP/1.1\r\nHost: h\r\n\r\n")->request.header("host"), "h");
}

TEST(ViewParser, takes_bodies_of_a_length_and_of_chunks) {
    ViewParser parser;
    EXPECT_EQ(parser.parse("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello")->request.body,
              "hello");
    const auto* chunked = parser.parse(
        "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
        "3\r\nhel\r\n2;x=y\r\nlo\r\n0\r\nHost: trailer\r\n\r\n");
    ASSERT_NE(chunked, nullptr);
    EXPECT_EQ(chunked->request.body, "hello");
    EXPECT_EQ(chunked->request.headers.size(), 2u) << "a trailer is no header";
    EXPECT_EQ(parser.parse("GET / HTTP/1.1\r\nHost: h\r\n\r\n")->request.body, "");
}

TEST(ViewParser, tells_who_wants_to_go_on) {
    ViewParser parser;
    EXPECT_FALSE(parser.parse("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")->keep_alive);
    EXPECT_FALSE(parser.parse("GET / HTTP/1.0\r\n\r\n")->keep_alive);
    EXPECT_TRUE(parser.parse("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")->keep_alive);
}

TEST(ViewParser, treats_head_as_the_get_it_asks_about) {
    ViewParser parser;
    const auto* parsed = parser.parse("HEAD / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_EQ(parsed->request.method, "GET");
    EXPECT_TRUE(parsed->head_only);
}

TEST(ViewParser, wants_exactly_one_message) {
    ViewParser parser;
    EXPECT_EQ(parser.parse("GET / HTTP/1.1\r\nHost: h\r\n"), nullptr);
    EXPECT_EQ(parser.parse("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET"), nullptr);
}

}  // namespace
}  // namespace passerby::http
