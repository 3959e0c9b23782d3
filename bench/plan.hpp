// Which rule sets a run measures, as the command line of every benchmark program has it.
//
//   --rules=1000,10000,…   --kinds=dense,sparse,…   --contexts=10000
#pragma once

#include <cstddef>
#include <vector>

#include "bench/workload.hpp"

namespace passerby::bench {

struct Sized {
    Kind kind = Kind::dense;
    std::size_t rules = 0;
    std::size_t contexts = 0;
    friend bool operator==(const Sized&, const Sized&) = default;
};

struct Plan {
    std::size_t contexts = 10'000;  // that there are
    std::vector<Sized> rule_sets;   // by kind, then by size
};

// Takes its options out of the arguments. Rule sets made to hurt are measured at one size, the largest of
// those asked for that is not above 100,000, and with at most 1,000 contexts.
Plan read_plan(int& argc, char** argv);

}  // namespace passerby::bench
