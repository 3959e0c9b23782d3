// Problems with their places, as RFC 9457 writes them.
#include "server/wire/problem.hpp"

#include <gtest/gtest.h>

#include <array>

namespace passerby::wire {
namespace {

std::string text_of(const Problem& problem) {
    std::string text;
    write_problem(problem, text);
    return text;
}

TEST(ProblemTest, SaysItsKindAndPlace) {
    EXPECT_EQ(
        text_of({.kind = ProblemKind::slots_malformed, .pointer = "/slots", .index = 3}),
        R"({"type":"urn:passerby:problem:slots-malformed","title":"Malformed slots","status":400,)"
        R"("detail":"Slots are a list of 1 to 32 names, each 1 to 64 of a-z 0-9 . _ - and beginning with a )"
        R"(letter or a digit.","pointer":"/slots/3"})");
    EXPECT_EQ(status_of(ProblemKind::body_too_large), 413);
}

TEST(ProblemTest, NamesIdentifiersAndCountsTheRest) {
    constexpr std::array<OwnText, 2> names = {"email", "user_id"};
    const auto text = text_of({.kind = ProblemKind::undeclared_members, .identifiers = names, .others = 4});
    EXPECT_TRUE(text.ends_with(R"(,"identifiers":["email","user_id"],"others":4})")) << text;
}

}  // namespace
}  // namespace passerby::wire
