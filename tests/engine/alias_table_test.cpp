// Draws from one lot follow the weights, whatever they are.
#include "engine/alias_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>

namespace passerby::engine {
namespace {

void expect_fair(const std::vector<double>& weights) {
    AliasTable table;
    for (int again = 0; again < 2; ++again) {  // it is reused
        table.clear();
        for (const double weight : weights) { table.add(weight); }
        table.settle();
    }
    constexpr int draws = 200'000;
    std::vector<int> drawn(weights.size());
    Chance chance(weights.size());
    for (int i = 0; i < draws; ++i) { ++drawn[table.draw(chance)]; }
    const double sum = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double awaited = draws * weights[i] / sum;
        EXPECT_NEAR(drawn[i], awaited, 5.5 * std::sqrt(awaited)) << i << " of " << weights.size();
    }
}

TEST(AliasTable, DrawsByWeight) {
    expect_fair({1});
    expect_fair({1, 1, 1, 1});
    expect_fair({1, 2});
    expect_fair({1'000'000, 1, 1'000'000});
    expect_fair({0, 5, 0, 0, 7, 0.25});
    expect_fair({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 100, 0.1, 0.3});
    std::vector<double> many;
    for (int i = 0; i < 300; ++i) { many.push_back(1 + i * i % 97); }
    expect_fair(many);
}

}  // namespace
}  // namespace passerby::engine
