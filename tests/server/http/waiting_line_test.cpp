// A line that takes no memory.
#include "server/http/waiting_line.hpp"

#include <gtest/gtest.h>

#include <array>

namespace passerby::http {
namespace {

using Place = WaitingLine::Place;
constexpr WaitingLine::Time then{};

TEST(WaitingLineTest, KeepsItsOrder) {
    WaitingLine line;
    std::array<Place, 3> places;
    EXPECT_TRUE(line.empty());
    for (Place& place : places) line.join(place, then);
    EXPECT_EQ(line.length(), 3u);
    EXPECT_EQ(&line.first(), &places[0]);
    EXPECT_EQ(&line.last(), &places[2]);
    line.leave(line.first());
    EXPECT_FALSE(places[0].waits());
    EXPECT_EQ(&line.first(), &places[1]);
}

TEST(WaitingLineTest, AnybodyMayLeaveAndComeBack) {
    WaitingLine line;
    std::array<Place, 3> places;
    for (Place& place : places) line.join(place, then);
    line.leave(places[1]);
    line.leave(places[1]);  // is not there any more
    EXPECT_EQ(line.length(), 2u);
    line.join(places[1], then + std::chrono::seconds{1});
    EXPECT_EQ(&line.last(), &places[1]);
    EXPECT_EQ(places[1].waits_since(), then + std::chrono::seconds{1});
    for (Place& place : places) line.leave(place);
    EXPECT_TRUE(line.empty());
}

}  // namespace
}  // namespace passerby::http
