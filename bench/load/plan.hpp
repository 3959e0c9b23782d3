// One run, as it was asked for. Immutable while it goes on; shared by all threads.
//
//   0 ── ramp ── warm-up ──┬────── measured ──────┬── the last answers
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bench/load/answers.hpp"
#include "bench/load/arrivals.hpp"
#include "bench/load/clock.hpp"
#include "bench/load/request_set.hpp"
#include "bench/load/target.hpp"
#include "bench/load/tls.hpp"

namespace passerby::load {

struct Timing {
    Nanoseconds ramp = 0;
    Nanoseconds warm_up = second;
    Nanoseconds duration = 10 * second;
    Nanoseconds timeout = 5 * second;  // of one request, from when a connection took it
    Nanoseconds late = millisecond;    // from here on a send of ours counts as late
    Nanoseconds spin = 0;              // the end of a wait that is spent looking at the clock
    std::optional<Nanoseconds> slice;

    Nanoseconds measured_from() const { return ramp + warm_up; }
    Nanoseconds end() const { return measured_from() + duration; }
    Nanoseconds slice_length() const;
};

struct Plan {
    Target target;
    std::shared_ptr<const TlsClient> tls;  // null: in plain text
    std::optional<double> rate = 1'000;    // requests a second; none: as fast as they are answered
    ArrivalProcess process = ArrivalProcess::poisson;
    std::uint64_t seed = 1;
    unsigned connections = 64;
    unsigned threads = 1;
    unsigned pipeline = 1;
    Timing timing;
    std::vector<int> server_processes;

    bool open_loop() const { return rate.has_value(); }
    ArrivalPlan arrivals() const { return {process, rate.value_or(1), timing.ramp, seed, threads}; }
};

// At least a tenth of a second, and not more than three hundred of them.
inline Nanoseconds Timing::slice_length() const {
    constexpr Nanoseconds slice_min = 100 * millisecond, slices_max = 300;
    return slice.value_or(duration / slices_max > slice_min ? duration / slices_max : slice_min);
}

}  // namespace passerby::load
