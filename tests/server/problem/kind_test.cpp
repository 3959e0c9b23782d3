// The one table of problems: sound as JSON, and told to those who write clients.
#include "server/problem/kind.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <set>

namespace passerby::problem {
namespace {

std::string text_of(Kind kind) {
    std::string text;
    begin(kind, text);
    return text + "}";
}

TEST(Problem, says_its_type_its_status_and_why) {
    EXPECT_EQ(text_of(Kind::bad_chunk),
              R"({"type":"urn:passerby:problem:bad-chunk","title":"Bad Request","status":400,)"
              R"("detail":"The chunked body is malformed or carries too much beside data."})");
}

class EachKind : public testing::TestWithParam<int> {
  protected:
    const Kind kind_ = static_cast<Kind>(GetParam());
};

TEST_P(EachKind, needs_no_escaping) {
    const std::string text = text_of(kind_);
    EXPECT_EQ(text.find('\\'), text.npos) << text;
    for (const std::string_view words :
         {words_of(kind_).type, words_of(kind_).title, words_of(kind_).detail}) {
        EXPECT_FALSE(words.empty());
        EXPECT_EQ(words.find('"'), words.npos) << words;
    }
    EXPECT_GE(words_of(kind_).status, 400);
}

TEST_P(EachKind, stands_in_the_description_of_the_interface) {
    std::ifstream file(PASSERBY_SOURCE_DIR "/server/API.md");
    bool told = false;
    const std::string status = "| " + std::to_string(words_of(kind_).status) + " | ";
    const std::string type = "`" + std::string(words_of(kind_).type) + "`";
    for (std::string line; std::getline(file, line);) {
        told = told || (line.starts_with(status) && line.find(type) != line.npos);
    }
    EXPECT_TRUE(told) << status << type;
}

INSTANTIATE_TEST_SUITE_P(Kinds, EachKind, testing::Range(1, static_cast<int>(last_kind) + 1));

TEST(Problem, has_types_that_differ) {
    std::set<std::string_view> types;
    for (int kind = 0; kind <= static_cast<int>(last_kind); ++kind) {
        EXPECT_TRUE(types.insert(words_of(static_cast<Kind>(kind)).type).second);
    }
}

}  // namespace
}  // namespace passerby::problem
