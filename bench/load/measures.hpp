// What one thread saw, and afterwards what all of them did.
//
// Failures and answers count from the first request on; corrected times of requests meant to be sent in the
// measured part, service times of those sent in it: beyond capacity they are not the same ones. A request
// that was given up counts with the time that it had waited: its true time would have been longer, and
// leaving it out would make a server look better the worse it gets.
#pragma once

#include <array>

#include "bench/load/failures.hpp"
#include "bench/load/histogram.hpp"
#include "bench/load/plan.hpp"
#include "bench/load/slices.hpp"

namespace passerby::load {

struct Measures {
    explicit Measures(const Timing& timing);

    Histogram corrected;         // right answers, from when they were meant to be asked for
    Histogram service;           // the same, from when they were
    Histogram other_answers;     // answers that are not right, from when they were asked for
    std::uint64_t given_up = 0;  // in `corrected` with the time they had waited

    std::uint64_t sent = 0, answered = 0, right = 0;
    std::uint64_t intended_measured = 0, right_in_time = 0;  // meant for, answered within the measured part
    std::array<std::uint64_t, 6> status_classes{};
    FailureCounts failures;

    Nanoseconds lag_max = 0;
    std::uint64_t late_sends = 0;
    std::uint64_t connects = 0;
    std::uint64_t bytes_received = 0;
    Slices slices;

    // A request that was meant for then is now ours to answer for …
    void on_intended(Nanoseconds intended);
    // … and is sent, so much later than we could have.
    void on_sent(Nanoseconds lag, Nanoseconds now);
    void on_right(Nanoseconds intended, Nanoseconds sent_at, Nanoseconds now);
    void on_failed(Nanoseconds intended, Nanoseconds sent_at, Nanoseconds now, Failure failure);
    // We were away until now, for so long.
    void on_absence(Nanoseconds lag, Nanoseconds now);
    void merge(const Measures& other);

  private:
    bool measured(Nanoseconds time) const { return time >= from_ && time < to_; }

    Nanoseconds from_, to_, late_;
};

}  // namespace passerby::load
