#include "engine/places.hpp"

#include <gtest/gtest.h>

#include "engine/chance.hpp"

namespace passerby::engine {
namespace {

TEST(Places, keep_what_stands_near_and_what_stands_far) {
    Chance chance(1);
    const auto below = [&](std::uint64_t most) { return static_cast<std::uint32_t>(chance.next() % most); };
    std::vector<Place> all;
    Place at{0, 1, 1};
    for (int i = 0; i < 10'000; ++i) {
        switch (below(8)) {
            case 0: at.line += 1 + below(3); break;
            case 1: at.column = below(200); break;
            case 2: at.line = at.line > 5 ? at.line - 5 : 0; break;
            case 3: at.column = below(2) == 0 ? 65'534 + below(4) : below(10); break;
            case 4: at.line += below(100) == 0 ? 40'000 : 1; break;
            case 5: at = below(50) == 0 ? Place{at.file + 1, 1, 1} : at; break;
            case 6: at = below(50) == 0 ? Place{UINT32_MAX, UINT32_MAX, UINT32_MAX} : at; break;
            default: at = below(50) == 0 ? Place{} : at;
        }
        all.push_back(at);
    }
    Places places;
    for (const Place& place : all) { places.push_back(place); }
    ASSERT_EQ(places.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) { EXPECT_EQ(places[i], all[i]) << i; }
}

TEST(Places, cost_little_where_they_follow_each_other) {
    Places places;
    places.reserve(64'000);
    for (std::uint32_t i = 0; i < 64'000; ++i) { places.push_back({i / 1'000, i % 1'000 + 1, 7}); }
    EXPECT_LT(places.bytes(), 64'000u * 5);
}

}  // namespace
}  // namespace passerby::engine
