// Every call timed alone, inside a row of Google Benchmark, which repeats the row and writes the file.
//
// The counters carry the quantiles of the single calls; report.py reads them.
#pragma once

#include <benchmark/benchmark.h>

#include <chrono>
#include <cstddef>
#include <utility>
#include <vector>

#include "bench/row.hpp"

namespace passerby::bench {

// Times single calls and tells the quantiles.
class Timings {
  public:
    using Clock = std::chrono::steady_clock;

    explicit Timings(std::size_t calls) { nanoseconds_.reserve(calls); }

    template <class Call>
    void time(benchmark::State& state, Call&& call) {
        time_steps(state, 1, std::forward<Call>(call));
    }
    // A call that takes so many equal steps; what one step takes is kept.
    template <class Call>
    void time_steps(benchmark::State& state, std::size_t steps, Call&& call) {
        const auto start = Clock::now();
        call();
        const std::chrono::duration<double> took = Clock::now() - start;
        const double of_step = took.count() / static_cast<double>(steps);
        state.SetIterationTime(of_step);
        nanoseconds_.push_back(of_step * 1e9);
    }
    // Into the counters p50_ns, p99_ns, max_ns and the quantiles q01 … q999 between.
    void tell(benchmark::State& state);

  private:
    std::vector<double> nanoseconds_;
};

// A row by its name, with so many calls timed by `measure(state)`.
template <class Measure>
void enter(const Row& row, std::size_t iterations, Measure&& measure) {
    benchmark::RegisterBenchmark(row.name().c_str(), std::forward<Measure>(measure))
        ->UseManualTime()
        ->Iterations(static_cast<benchmark::IterationCount>(iterations));
}

}  // namespace passerby::bench
