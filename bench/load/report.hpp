// All that a run has to say, as one value; summary, JSON, percentile file and chart are made of it.
#pragma once

#include <optional>
#include <string>

#include "bench/load/measures.hpp"
#include "bench/load/plan.hpp"
#include "bench/load/usage.hpp"

namespace passerby::load {

// What answers said, where they were read.
struct AnswersRead {
    std::size_t requests = 0, answered = 0;
    std::uint64_t checksum = 0, varied = 0;
};

struct Report {
    const Plan& plan;
    Measures measures;
    std::size_t connected = 0;  // at the start
    Nanoseconds measured = 0;   // how long; shorter than planned if it was stopped
    Slices::Kept kept;
    std::optional<ProcessorTime> server_per_answer;  // seconds
    double own_share = 0;                            // of a processor for each thread
    double stolen_share = 0;                         // of all processors
    std::optional<AnswersRead> answers;

    double offered_per_s() const;
    double right_per_s() const;  // answered rightly within the measured time
    bool flawless() const { return measures.failures.total() == 0 && connected == plan.connections; }
};

struct NamedShare {
    std::string_view name, key;
    double share;
};

// The percentiles that are told everywhere.
inline constexpr std::array<NamedShare, 6> told_shares{{{"p50", "p50", 0.5},
                                                        {"p90", "p90", 0.9},
                                                        {"p99", "p99", 0.99},
                                                        {"p99.9", "p99_9", 0.999},
                                                        {"p99.99", "p99_99", 0.9999},
                                                        {"max", "max", 1.0}}};

std::string summary(const Report& report);
std::string json(const Report& report);
std::string chart(const Report& report);

}  // namespace passerby::load
