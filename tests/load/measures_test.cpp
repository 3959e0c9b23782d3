// Which requests count where, around the edges of the measured time.
#include "bench/load/measures.hpp"

#include <gtest/gtest.h>

namespace passerby::load {
namespace {

// Measured from 1 s to 2 s.
Timing one_second() {
    Timing timing;
    timing.warm_up = second;
    timing.duration = second;
    return timing;
}

constexpr Nanoseconds before = 900 * millisecond, inside = 1'500 * millisecond, after = 2'100 * millisecond;

TEST(Measures, tell_corrected_times_by_when_a_request_was_due_and_service_times_by_when_it_was_sent) {
    Measures measures(one_second());
    measures.on_right(inside, inside + 10, inside + 30);
    measures.on_right(before, inside, inside + 40);       // due in the warm-up, sent later
    measures.on_right(inside, after, after + 50);         // sent when the time was over
    measures.on_right(before, before + 10, before + 20);  // warm-up only
    EXPECT_EQ(measures.right, 4u);
    EXPECT_EQ(measures.right_in_time, 2u);
    EXPECT_EQ(measures.corrected.count(), 2u);
    EXPECT_EQ(measures.corrected.min(), 30);
    EXPECT_EQ(measures.corrected.max(), after + 50 - inside);
    EXPECT_EQ(measures.service.count(), 2u);
    EXPECT_EQ(measures.service.min(), 20);
    EXPECT_EQ(measures.service.max(), 40);
}

TEST(Measures, keep_what_was_given_up_with_the_time_that_it_had_waited) {
    Measures measures(one_second());
    measures.on_failed(inside, inside, inside + second, Failure::timeout);
    measures.on_failed(inside, inside, inside + 2 * second, Failure::unsent);
    measures.on_failed(inside, inside, inside + 3 * second, Failure::refused);
    measures.on_failed(before, before, inside, Failure::timeout);
    EXPECT_EQ(measures.failures.total(), 4u);
    EXPECT_EQ(measures.given_up, 2u);
    EXPECT_EQ(measures.corrected.count(), 2u);
    EXPECT_EQ(measures.corrected.max(), 2 * second);
    EXPECT_EQ(measures.service.count(), 0u);
}

TEST(Measures, tell_apart_how_quickly_is_refused) {
    Measures measures(one_second());
    measures.on_failed(before, inside, inside + 5, Failure::unexpected_status);
    measures.on_failed(inside, inside, inside + 6, Failure::wrong_body);
    EXPECT_EQ(measures.other_answers.count(), 2u);
    EXPECT_EQ(measures.corrected.count(), 0u);
}

TEST(Measures, count_late_sends_and_the_slices_they_spoil) {
    Measures measures(one_second());
    for (Nanoseconds at = second; at < 2 * second; at += 50 * millisecond) { measures.on_intended(at); }
    measures.on_sent(5 * millisecond, inside + 3 * millisecond);  // from 1.498 s on: two slices
    measures.on_sent(5 * millisecond, before);
    measures.on_sent(microsecond, inside);
    EXPECT_EQ(measures.sent, 3u);
    EXPECT_EQ(measures.late_sends, 1u);
    EXPECT_EQ(measures.lag_max, 5 * millisecond);
    EXPECT_EQ(measures.intended_measured, 20u);
    EXPECT_EQ(measures.slices.kept(millisecond).slices, 8u);
}

TEST(Measures, of_two_threads_add_up) {
    Measures first(one_second()), other(one_second());
    first.on_right(inside, inside, inside + 10);
    other.on_right(inside, inside, inside + 20);
    other.on_failed(inside, inside, inside, Failure::reset);
    other.on_absence(3 * millisecond, inside);
    first.merge(other);
    EXPECT_EQ(first.right, 2u);
    EXPECT_EQ(first.corrected.count(), 2u);
    EXPECT_EQ(first.failures[Failure::reset], 1u);
    EXPECT_EQ(first.lag_max, 3 * millisecond);
}

}  // namespace
}  // namespace passerby::load
