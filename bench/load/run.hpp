// A whole run: connects, starts the threads at one moment, watches, adds up.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "bench/load/report.hpp"

namespace passerby::load {

// How far the run is, told a few times a second.
struct Moment {
    Nanoseconds since_start = 0, end = 0;
    std::uint64_t answered = 0, failed = 0;
    Nanoseconds behind = 0;
};

struct Watch {
    std::function<void(const Moment&)> on_moment;  // may be empty
    const std::atomic<bool>& stop;                 // ends the run early; what was measured is told
};

struct Outcome {
    Report report;
    std::vector<std::string> recorded;  // answers, where they were to be kept
};

// Throws std::runtime_error where not one connection can be opened.
Outcome run(const Plan& plan, const RequestSet& requests, const Expectations& expectations,
            const Watch& watch);

}  // namespace passerby::load
