// The histogram against a sort of the very numbers.
#include "bench/load/histogram.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "engine/chance.hpp"

namespace passerby::load {
namespace {

constexpr double shares[] = {0, 0.001, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 0.999, 0.9999, 0.99999, 1};

// From nanoseconds to minutes, each order of magnitude as often as any other.
std::vector<Nanoseconds> spread_out(std::size_t count, std::uint64_t seed) {
    engine::Chance chance(seed);
    std::vector<Nanoseconds> values;
    for (std::size_t i = 0; i < count; ++i) {
        values.push_back(static_cast<Nanoseconds>(std::pow(10, chance.share() * 11)));
    }
    return values;
}

Nanoseconds exactly_at(const std::vector<Nanoseconds>& sorted, double share) {
    const double rank = std::ceil(share * static_cast<double>(sorted.size()));
    return sorted[static_cast<std::size_t>(std::max(rank, 1.0)) - 1];
}

void expect_near(const Histogram& histogram, std::vector<Nanoseconds> values) {
    std::sort(values.begin(), values.end());
    const double step = std::exp2(-histogram.precision_bits());
    for (const double share : shares) {
        const auto exact = static_cast<double>(exactly_at(values, share));
        const auto told = static_cast<double>(histogram.at(share));
        EXPECT_GE(told, exact) << share;
        EXPECT_LE(told, exact * (1 + step)) << share;
    }
    EXPECT_EQ(histogram.count(), values.size());
    EXPECT_EQ(histogram.min(), values.front());
    EXPECT_EQ(histogram.max(), values.back());
    EXPECT_EQ(histogram.at(1), values.back());
}

TEST(Histogram, tells_percentiles_as_a_sort_does_but_for_its_precision) {
    for (const int bits : {Histogram::fine_bits, Histogram::coarse_bits}) {
        for (const std::size_t count : {1u, 2u, 10u, 999u, 50'000u}) {
            const auto values = spread_out(count, count);
            Histogram histogram(bits);
            for (const Nanoseconds value : values) { histogram.add(value); }
            expect_near(histogram, values);
        }
    }
}

TEST(Histogram, is_exact_where_numbers_are_small) {
    Histogram histogram;
    for (Nanoseconds value = 1'000; value >= 1; --value) { histogram.add(value); }
    for (Nanoseconds rank = 1; rank <= 1'000; ++rank) {
        EXPECT_EQ(histogram.at((static_cast<double>(rank) - 0.5) / 1'000), rank);
        EXPECT_EQ(histogram.count_until(rank), static_cast<std::uint64_t>(rank));
    }
    EXPECT_DOUBLE_EQ(histogram.mean(), 500.5);
    EXPECT_NEAR(histogram.deviation(), 288.675, 0.01);
}

// At every edge between two steps: no number may be told lower than it is.
TEST(Histogram, never_tells_a_time_too_low) {
    for (int bit = 0; bit < 42; ++bit) {
        for (const Nanoseconds off : {-1, 0, 1}) {
            const Nanoseconds value = std::max<Nanoseconds>(0, (Nanoseconds{1} << bit) + off);
            Histogram histogram;
            histogram.add(value);
            histogram.add(Nanoseconds{1} << 41);
            EXPECT_GE(histogram.at(0.5), std::min(value, Nanoseconds{1} << 41));
            EXPECT_LE(histogram.at(0.5), value + value / 1'024);
        }
    }
}

TEST(Histogram, of_parts_put_together_is_that_of_all) {
    const auto values = spread_out(20'000, 7);
    Histogram first, second, nothing;
    for (std::size_t i = 0; i < values.size(); ++i) { (i % 3 == 0 ? first : second).add(values[i]); }
    nothing.merge(first);
    nothing.merge(second);
    nothing.merge(Histogram());
    expect_near(nothing, values);
}

TEST(Histogram, of_nothing_is_zero) {
    const Histogram histogram;
    EXPECT_EQ(histogram.at(0.99), 0);
    EXPECT_EQ(histogram.max(), 0);
    EXPECT_EQ(histogram.count_until(1), 0u);
    EXPECT_EQ(histogram.mean(), 0);
}

TEST(Histogram, bounds_what_is_out_of_reach) {
    Histogram histogram;
    histogram.add(-5);
    histogram.add(INT64_MAX);
    EXPECT_EQ(histogram.min(), 0);
    EXPECT_EQ(histogram.max(), (Nanoseconds{1} << 42) - 1);
    EXPECT_EQ(histogram.count(), 2u);
}

}  // namespace
}  // namespace passerby::load
