// Verdicts on JSON itself: every text here also stands where nobody reads it, as an unknown member's value,
// and must be judged all the same. After the cases of the JSON parsing test suites, written anew.
#include <gtest/gtest.h>

#include <string>

#include "server/wire/request.hpp"
#include "tests/server/wire/shop.hpp"

namespace passerby::wire {
namespace {

class JsonTest : public testing::Test {
  protected:
    std::optional<ProblemKind> read(std::string_view body) {
        const auto problem = reader_.read(body, *shop_, request_);
        return problem ? std::optional(problem->kind) : std::nullopt;
    }
    // As a value that nobody asked for, and behind one.
    bool is_value(std::string_view json) {
        const std::string text(json);
        const bool first = !read(R"({"x":)" + text + R"(,"slots":["hero"]})");
        const bool last = !read(R"({"slots":["hero"],"x":)" + text + "}");
        const bool nested = !read(R"({"slots":["hero"],"x":[{"y":)" + text + "}]}");
        EXPECT_EQ(first, last) << json;
        EXPECT_EQ(first, nested) << json;
        return first;
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = make_shop();
    RequestReader reader_;
    DecideRequest request_;
};

using namespace std::string_view_literals;

// What was unescaped takes no room for ever: nobody has to call forget() in between.
TEST_F(JsonTest, ReadsOneDocumentAfterAnother) {
    std::string escapes;
    for (int i = 0; i < 5'000; ++i) { escapes += R"(\n)"; }
    for (int i = 0; i < 100; ++i) {
        EXPECT_FALSE(read(R"({"slots":["hero"],"x":")" + escapes + R"(","page":{"section":"\u0061"}})"));
    }
}

TEST_F(JsonTest, AcceptsWhatIsJson) {
    for (const auto json : {"null"sv,
                            "true"sv,
                            "false"sv,
                            "0"sv,
                            "-0"sv,
                            "1"sv,
                            "-1.5e+10"sv,
                            "1E400"sv,
                            "-1e-400"sv,
                            "0.1"sv,
                            "0e1"sv,
                            "123456789012345678901234567890"sv,
                            "\"\""sv,
                            "\"a\""sv,
                            R"("\"\\\/\b\f\n\r\t\u0000\u00e9")"sv,
                            R"("\ud83d\ude00")"sv,
                            "\"\xc3\xa9\xf0\x9f\x98\x80\x7f\""sv,
                            "[]"sv,
                            "[ ]"sv,
                            "[1,[2,[3]],{}]"sv,
                            "{}"sv,
                            R"({"":0,"":1})"sv,
                            R"({"a":{"b":[null]},"a":2})"sv,
                            "\t\n\r 1 \t\n\r"sv,
                            "\"\xe2\x80\xa8\""sv,
                            "\"\xef\xbf\xbf\""sv,
                            "[\n1\t,\r2 ]"sv}) {
        EXPECT_TRUE(is_value(json)) << json;
    }
}

TEST_F(JsonTest, RefusesWhatIsNot) {
    for (const auto json : {""sv,
                            " "sv,
                            "nul"sv,
                            "nulll"sv,
                            "True"sv,
                            "tru"sv,
                            "truefalse"sv,
                            "NaN"sv,
                            "Infinity"sv,
                            "-"sv,
                            "+1"sv,
                            "01"sv,
                            "-01"sv,
                            "1."sv,
                            ".5"sv,
                            "1.e5"sv,
                            "1e"sv,
                            "1e+"sv,
                            "1.2.3"sv,
                            "0x1f"sv,
                            "1_000"sv,
                            "1 2"sv,
                            "--1"sv,
                            "1-"sv,
                            "\"a"sv,
                            "a\""sv,
                            "'a'"sv,
                            R"("\q")"sv,
                            R"("\u12")"sv,
                            R"("\u12g4")"sv,
                            R"("\ud800")"sv,
                            R"("\ud800\u0041")"sv,
                            R"("\udc00")"sv,
                            R"("\")"sv,
                            "\"\n\""sv,
                            "\"\t\""sv,
                            "\"\0\""sv,
                            "\"\xff\""sv,
                            "\"\xc0\xaf\""sv,
                            "\"\xed\xa0\x80\""sv,
                            "\"\xf4\x90\x80\x80\""sv,
                            "\"\xe2\x82\""sv,
                            "[1"sv,
                            "1]"sv,
                            "[1,]"sv,
                            "[,1]"sv,
                            "[1 2]"sv,
                            "[1,,2]"sv,
                            "[1;2]"sv,
                            "[}"sv,
                            "[1}"sv,
                            "{]"sv,
                            "{\"a\"}"sv,
                            "{\"a\":}"sv,
                            "{\"a\":1,}"sv,
                            "{,}"sv,
                            "{a:1}"sv,
                            "{1:1}"sv,
                            "{\"a\" 1}"sv,
                            "{\"a\"::1}"sv,
                            "{\"a\":1 \"b\":2}"sv,
                            "{\"a\":1"sv,
                            "{\"\\q\":1}"sv,
                            "{'a':1}"sv,
                            "[1]x"sv,
                            "\"a\"b"sv,
                            "1\0"sv,
                            "\0"sv,
                            "[\f]"sv,
                            "[\v1]"sv,
                            "/**/1"sv,
                            "1//"sv,
                            "\xef\xbb\xbf"
                            "1"sv,
                            "[\xa0]"sv,
                            "\xc2\xa0"
                            "1"sv,
                            "null,"sv,
                            ","sv,
                            ":"sv,
                            "\\"sv,
                            R"("a":"b")"sv,
                            R"("a":1,"b")"sv,
                            R"(["a":1])"sv,
                            R"(1:"a")"sv,
                            "[\"a\",\n4\n,1,"sv,
                            "{\"a\":/*x*/1}"sv}) {
        EXPECT_FALSE(is_value(json)) << json;
    }
}

TEST_F(JsonTest, TheDocumentEndsWhereItsObjectDoes) {
    const std::string good = R"({"slots":["hero"]})";
    for (const auto tail : {""sv, " "sv, "\n\r\t "sv}) { EXPECT_FALSE(read(good + std::string(tail))); }
    for (const auto tail :
         {"x"sv, "}"sv, "]"sv, "{}"sv, ","sv, "null"sv, "\0"sv, "\""sv, "#"sv, "\xef\xbb\xbf"sv}) {
        EXPECT_EQ(read(good + std::string(tail)), ProblemKind::malformed_json) << tail;
    }
}

TEST_F(JsonTest, TheOutermostIsAnObject) {
    for (const auto body : {"[]"sv, "1"sv, "\"slots\""sv, "null"sv, "[{\"slots\":[\"hero\"]}]"sv}) {
        const auto verdict = read(body);
        EXPECT_TRUE(verdict == ProblemKind::body_not_an_object || verdict == ProblemKind::malformed_json)
            << body;
    }
    for (const auto body : {""sv, " "sv, "{"sv, "\0"sv, "\xef\xbb\xbf{\"slots\":[\"hero\"]}"sv}) {
        EXPECT_TRUE(read(body)) << body;
    }
}

TEST_F(JsonTest, NestingIsBounded) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(is_value(nested(60)));
    EXPECT_FALSE(is_value(nested(65)));
    EXPECT_FALSE(is_value(nested(20'000)));
    EXPECT_FALSE(is_value(std::string(60'000, '[')));
    std::string objects;
    for (int i = 0; i < 5'000; ++i) { objects += "{\"a\":"; }
    EXPECT_FALSE(is_value(objects + "1" + std::string(5'000, '}')));
    // Where our own lists are expected, too.
    EXPECT_EQ(read(R"({"slots":)" + nested(20'000) + "}"), ProblemKind::malformed_json);
    EXPECT_EQ(read(R"({"slots":["hero"],"page":{"topics":)" + nested(20'000) + "}}"),
              ProblemKind::malformed_json);
}

// A value of ours of the wrong kind is no reason to look less closely at the rest.
TEST_F(JsonTest, RubbishBehindARefusedValueIsSeen) {
    for (const auto members :
         {R"("bucket":[1,])"sv, R"("bucket":"\q")"sv, R"("child":tru)"sv, R"("exclude":[1,nul])"sv,
          R"("exclude":{"a":01})"sv, R"("consent":[01])"sv, R"("consent":{"location":tru})"sv,
          R"("consent":{"x":"\q"})"sv, R"("page":[1 2])"sv, R"("page":{"section":{"a":.5}})"sv,
          R"("page":{"topics":["a",01]})"sv, R"("time":{"hour":"\u12"})"sv, R"("manifest":+1)"sv,
          R"("page":{"section":nul})"sv, R"("behaviour":{"visits":1.})"sv, R"("bucket":1,"bucket":01)"sv}) {
        EXPECT_EQ(read(R"({"slots":["hero"],)" + std::string(members) + "}"), ProblemKind::malformed_json)
            << members;
    }
    EXPECT_EQ(read(R"({"slots":"hero","x":01})"), ProblemKind::malformed_json);
}

// Every prefix of a good request is refused, whatever of it was understood before.
TEST_F(JsonTest, CutShortIsRefused) {
    const std::string good =
        R"({"slots":["hero"],"page":{"section":"sp\u00f6rt","topics":["a","b"]},"consent":{"location":true},"x":[1,{}]})";
    ASSERT_FALSE(read(good));
    for (std::size_t bytes = 0; bytes < good.size(); ++bytes) {
        EXPECT_TRUE(read(std::string_view(good).substr(0, bytes))) << bytes;
    }
}

}  // namespace
}  // namespace passerby::wire
