// When requests are due: their mean rate, their spread, that a seed makes the same ones, that threads share.
#include "bench/load/arrivals.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace passerby::load {
namespace {

using Process = ArrivalProcess;

// All that are due before `end`, of all threads.
std::vector<Nanoseconds> times_until(const ArrivalPlan& plan, Nanoseconds end) {
    std::vector<Nanoseconds> times;
    for (unsigned thread = 0; thread < plan.threads; ++thread) {
        for (Arrivals arrivals(plan, thread); arrivals.at() < end; arrivals.advance()) {
            times.push_back(arrivals.at());
        }
    }
    std::sort(times.begin(), times.end());
    return times;
}

TEST(Arrivals, at_a_fixed_rate_are_at_equal_distances_whatever_the_threads) {
    for (const unsigned threads : {1u, 2u, 3u, 7u}) {
        const auto times = times_until({Process::fixed, 20'000, 0, 1, threads}, 10 * second);
        ASSERT_EQ(times.size(), 200'000u);
        for (std::size_t i = 0; i < times.size(); ++i) {
            ASSERT_NEAR(static_cast<double>(times[i]), static_cast<double>(i) * 50'000, 1) << threads;
        }
    }
}

TEST(Arrivals, at_a_fixed_rate_do_not_drift) {
    Arrivals arrivals({Process::fixed, 3'333.3, 0, 1, 1}, 0);
    for (int i = 0; i < 10'000'000; ++i) { arrivals.advance(); }
    EXPECT_NEAR(static_cast<double>(arrivals.at()), 10'000'000 / 3'333.3 * 1e9, 1'000);
}

TEST(Arrivals, of_a_poisson_process_have_its_rate_and_its_spread) {
    for (const unsigned threads : {1u, 2u, 5u}) {
        const auto times = times_until({Process::poisson, 20'000, 0, 42, threads}, 50 * second);
        const double count = 1e6;
        EXPECT_NEAR(static_cast<double>(times.size()), count, 4 * std::sqrt(count));
        double sum = 0, squares = 0;
        std::size_t beyond_three = 0;
        for (std::size_t i = 1; i < times.size(); ++i) {
            const double gap = static_cast<double>(times[i] - times[i - 1]) / 50'000;  // of the mean
            sum += gap;
            squares += gap * gap;
            beyond_three += gap > 3 ? 1 : 0;
        }
        const double gaps = static_cast<double>(times.size() - 1), mean = sum / gaps;
        EXPECT_NEAR(mean, 1, 0.01);
        EXPECT_NEAR(squares / gaps - mean * mean, 1, 0.03);  // as wide as its mean
        EXPECT_NEAR(static_cast<double>(beyond_three) / gaps, std::exp(-3), 0.002);
    }
}

TEST(Arrivals, of_one_seed_are_the_same_and_of_another_are_not) {
    const ArrivalPlan plan{Process::poisson, 1'000, 0, 5, 2};
    ArrivalPlan other = plan;
    other.seed = 6;
    EXPECT_EQ(times_until(plan, second), times_until(plan, second));
    EXPECT_NE(times_until(plan, second), times_until(other, second));
}

TEST(Arrivals, of_two_threads_are_not_alike) {
    const ArrivalPlan plan{Process::poisson, 1'000, 0, 5, 2};
    Arrivals first(plan, 0), second_thread(plan, 1);
    int same = 0;
    for (int i = 0; i < 100; ++i) {
        same += first.at() == second_thread.at() ? 1 : 0;
        first.advance();
        second_thread.advance();
    }
    EXPECT_LT(same, 3);
}

TEST(Arrivals, ramp_up_in_a_straight_line) {
    for (const Process process : {Process::fixed, Process::poisson}) {
        const auto times = times_until({process, 10'000, 4 * second, 9, 2}, 6 * second);
        const auto until = [&](Nanoseconds end) {
            return static_cast<double>(std::lower_bound(times.begin(), times.end(), end) - times.begin());
        };
        const double tolerance = process == Process::fixed ? 2 : 600;
        EXPECT_NEAR(until(second), 1'250, tolerance);  // rate · t² / (2 · ramp)
        EXPECT_NEAR(until(2 * second), 5'000, tolerance);
        EXPECT_NEAR(until(4 * second), 20'000, tolerance);
        EXPECT_NEAR(until(6 * second), 40'000, 2 * tolerance);
    }
}

TEST(Arrivals, number_requests_across_threads_without_gaps) {
    const ArrivalPlan plan{Process::poisson, 1'000, 0, 5, 3};
    std::vector<std::uint64_t> numbers;
    for (unsigned thread = 0; thread < 3; ++thread) {
        Arrivals arrivals(plan, thread);
        for (int i = 0; i < 5; ++i, arrivals.advance()) { numbers.push_back(arrivals.number()); }
    }
    std::sort(numbers.begin(), numbers.end());
    for (std::size_t i = 0; i < numbers.size(); ++i) { EXPECT_EQ(numbers[i], i); }
}

}  // namespace
}  // namespace passerby::load
