// What counts as the same answer, and as the right one.
#include "bench/load/answers.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "bench/load/stable_text.hpp"

namespace passerby::load {
namespace {

std::string stable(std::string_view json, const std::vector<std::string>& names = {}) {
    std::string out = "what was there before";
    stable_text(json, names, out);
    return out;
}

TEST(StableText, leaves_out_space_but_not_within_texts) {
    EXPECT_EQ(stable(" { \"a b\" : [ 1 , 2 ],\n\t\"c\":\" d  \\\" e\" } \n"),
              R"({"a b":[1,2],"c":" d  \" e"})");
}

TEST(StableText, leaves_out_volatile_members_wherever_they_stand) {
    const std::vector<std::string> names{"rules", "valid_until"};
    EXPECT_EQ(stable(R"({"rules": "x", "a": 1})", names), R"({"a":1})");
    EXPECT_EQ(stable(R"({"a": 1, "rules": "x"})", names), R"({"a":1})");
    EXPECT_EQ(stable(R"({"a": 1, "rules": {"b": ["}", {"c": "]"}]}, "d": 2})", names), R"({"a":1,"d":2})");
    EXPECT_EQ(stable(R"({"rules": null})", names), "{}");
    EXPECT_EQ(stable(R"({"rules": -1.5e3, "valid_until": "a\"b,c"})", names), "{}");
    EXPECT_EQ(stable(R"([{"rules": 1}, {"b": {"valid_until": [1, 2], "c": true}}])", names),
              R"([{},{"b":{"c":true}}])");
}

TEST(StableText, keeps_values_that_look_like_a_name) {
    EXPECT_EQ(stable(R"({"a": "rules", "b": ["rules", 1]})", {"rules"}), R"({"a":"rules","b":["rules",1]})");
}

TEST(StableText, makes_something_of_anything) {
    for (const char* text :
         {"", "\"", "\"\\", "{\"a\":", "{\"a\":{", "{\"a\":\"", "}}]]", "\"a\"", "{\"a\" ", "[\"a\":"}) {
        EXPECT_EQ(stable(text, {"a"}), stable(text, {"a"})) << text;
    }
}

Expectations with_answers(std::string_view lines, std::size_t requests) {
    Expectations expectations;
    expectations.accept("2xx");
    expectations.volatile_names = {"rules"};
    expectations.expect(lines, requests);
    return expectations;
}

TEST(AnswerBook, tells_right_from_wrong) {
    const Expectations expectations =
        with_answers("{\"a\":1,\"rules\":\"x\"}\n{\"a\":2,\"rules\":\"x\"}\n", 2);
    AnswerBook book(expectations, 2);
    EXPECT_EQ(book.judge(0, 200, R"({"a": 1, "rules": "y"})"), Verdict::right);
    EXPECT_EQ(book.judge(1, 200, R"({"a": 1, "rules": "x"})"), Verdict::wrong_body);
    EXPECT_EQ(book.judge(1, 503, R"({"a": 2})"), Verdict::unexpected_status);
    EXPECT_EQ(book.answered(), 1u);
    EXPECT_EQ(book.judge(1, 299, R"({"a": 2})"), Verdict::right);
    EXPECT_EQ(book.answered(), 2u);
}

TEST(AnswerBook, finds_answers_that_differ_from_one_time_to_the_next) {
    Expectations expectations;
    expectations.accept("200");
    expectations.compares = true;
    AnswerBook book(expectations, 1);
    EXPECT_EQ(book.judge(0, 200, "1"), Verdict::right);
    EXPECT_EQ(book.judge(0, 200, " 1"), Verdict::right);
    EXPECT_EQ(book.judge(0, 200, "2"), Verdict::wrong_body);
    EXPECT_EQ(book.varied(), 1u);
}

TEST(AnswerBook, has_one_checksum_whoever_asked_and_in_which_order) {
    Expectations expectations;
    expectations.accept("200");
    expectations.records = true;
    AnswerBook alone(expectations, 3), first(expectations, 3), second(expectations, 3),
        other(expectations, 3);
    for (const std::size_t request : {0u, 1u, 2u}) { alone.judge(request, 200, std::to_string(request)); }
    second.judge(2, 200, "2");
    second.judge(0, 200, "0");
    first.judge(1, 200, "1");
    first.merge(second);
    EXPECT_EQ(first.checksum(), alone.checksum());
    EXPECT_EQ(first.recorded(), (std::vector<std::string>{"0", "1", "2"}));
    for (const std::size_t request : {0u, 1u, 2u}) { other.judge(request, 200, std::to_string(2 - request)); }
    EXPECT_NE(other.checksum(), alone.checksum());
}

TEST(Expectations, refuse_what_cannot_be_meant) {
    Expectations expectations;
    for (const char* list : {"", "2", "abc", "2xx,", "600", "100", "20x", "2xx 3xx"}) {
        EXPECT_THROW(expectations.accept(list), std::runtime_error) << list;
    }
    expectations.accept("2xx,304,503");
    EXPECT_TRUE(expectations.statuses.test(204) && expectations.statuses.test(304) &&
                expectations.statuses.test(503));
    EXPECT_FALSE(expectations.statuses.test(500) || expectations.statuses.test(300));
    EXPECT_THROW(expectations.expect("{}\n{}\n", 3), std::runtime_error);
}

}  // namespace
}  // namespace passerby::load
