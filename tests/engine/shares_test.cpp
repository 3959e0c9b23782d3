// The draws of buckets: permutations, independence, exact division.
#include "engine/shares.hpp"

#include <gtest/gtest.h>

#include <array>
#include <numeric>
#include <set>

#include "engine/chance.hpp"

namespace passerby::engine {
namespace {

TEST(Shuffled, is_a_permutation_of_the_buckets_for_every_key) {
    for (std::uint64_t key = 0; key < 500; ++key) {
        std::set<std::uint32_t> places;
        for (std::uint32_t bucket = 0; bucket < 100; ++bucket) {
            places.insert(shuffled(bucket, mix64(key)));
        }
        EXPECT_EQ(places.size(), 100u);
        EXPECT_EQ(*places.rbegin(), 99u);
    }
}

// Each bucket should land on each place about equally often over many keys: chi-square with 9,900 degrees
// of freedom stays below 10,600 (5 sigma) for any sound shuffle; the keys are fixed, so this cannot flicker.
TEST(Shuffled, is_even_over_keys) {
    constexpr int keys = 20'000;
    std::array<std::array<int, 100>, 100> seen{};
    for (std::uint64_t key = 0; key < keys; ++key) {
        for (std::uint32_t bucket = 0; bucket < 100; ++bucket) {
            ++seen[bucket][shuffled(bucket, mix64(key))];
        }
    }
    double chi_square = 0;
    for (const auto& row : seen) {
        for (const int count : row) { chi_square += (count - 200.0) * (count - 200.0) / 200.0; }
    }
    EXPECT_LT(chi_square, 10'600.0);
}

// For two rules that halve the buckets, a quarter falls to each pair of halves, on average over keys, and no
// pair of keys is far off.
TEST(Shuffled, is_independent_between_keys) {
    int total = 0;
    for (std::uint64_t pair = 0; pair < 1'000; ++pair) {
        int both = 0;
        for (std::uint32_t bucket = 0; bucket < 100; ++bucket) {
            both += shuffled(bucket, mix64(2 * pair + 1)) < 50 && shuffled(bucket, mix64(2 * pair + 2)) < 50;
        }
        EXPECT_GT(both, 10);
        EXPECT_LT(both, 40);
        total += both;
    }
    EXPECT_NEAR(total / 1'000.0, 25.0, 0.5);
}

std::vector<std::uint32_t> divided(std::uint32_t places, std::vector<double> weights) {
    Shares shares;
    const auto counts = shares.divide(places, weights);
    return {counts.begin(), counts.end()};
}

TEST(Shares, give_each_weight_its_largest_remainder) {
    EXPECT_EQ(divided(100, {70, 30}), (std::vector<std::uint32_t>{70, 30}));
    EXPECT_EQ(divided(100, {1, 1, 1}), (std::vector<std::uint32_t>{34, 33, 33}));
    EXPECT_EQ(divided(100, {1, 999'999}), (std::vector<std::uint32_t>{0, 100}));
    EXPECT_EQ(divided(100, {0.5, 0.25, 0.25}), (std::vector<std::uint32_t>{50, 25, 25}));
    EXPECT_EQ(divided(3, {1, 1}), (std::vector<std::uint32_t>{2, 1}));
    EXPECT_EQ(divided(0, {1, 1}), (std::vector<std::uint32_t>{0, 0}));
}

TEST(Shares, always_add_up_and_stay_within_one_of_the_quota) {
    Chance chance(7);
    for (int round = 0; round < 5'000; ++round) {
        const auto places = static_cast<std::uint32_t>(chance.next() % 101);
        std::vector<double> weights(1 + chance.next() % 200);
        for (double& weight : weights) { weight = chance.share() * 1e6 + 1e-9; }
        const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
        const auto counts = divided(places, weights);
        EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0u), places);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            EXPECT_NEAR(counts[i], places * weights[i] / total, 1.0 + 1e-9);
        }
    }
}

}  // namespace
}  // namespace passerby::engine
