// What the operating system says of this process, for the `process_*` metrics.
#pragma once

#include <cstdint>

namespace passerby::api {

struct ProcessFigures {
    double cpu_seconds = 0;
    double start_time_seconds = 0;  // since 1970
    std::uint64_t resident_bytes = 0;
    std::uint64_t virtual_bytes = 0;
    std::uint64_t threads = 0;
    std::uint64_t open_descriptors = 0;
    std::uint64_t descriptors_max = 0;
};

// Zeros where the system does not tell.
ProcessFigures read_process_figures();

}  // namespace passerby::api
