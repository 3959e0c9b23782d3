#include "bench/timings.hpp"

#include <algorithm>
#include <array>

namespace passerby::bench {

void Timings::tell(benchmark::State& state) {
    constexpr std::array<std::pair<const char*, double>, 13> quantiles{{{"q01", 0.01},
                                                                        {"q05", 0.05},
                                                                        {"q10", 0.10},
                                                                        {"q25", 0.25},
                                                                        {"p50_ns", 0.50},
                                                                        {"q75", 0.75},
                                                                        {"q90", 0.90},
                                                                        {"q95", 0.95},
                                                                        {"q98", 0.98},
                                                                        {"p99_ns", 0.99},
                                                                        {"q995", 0.995},
                                                                        {"q999", 0.999},
                                                                        {"max_ns", 1.0}}};
    if (nanoseconds_.empty()) { return; }
    std::sort(nanoseconds_.begin(), nanoseconds_.end());
    const auto last = static_cast<double>(nanoseconds_.size() - 1);
    for (const auto& [name, share] : quantiles) {
        state.counters[name] = nanoseconds_[static_cast<std::size_t>(share * last)];
    }
    state.counters["contexts"] = static_cast<double>(nanoseconds_.size());
}

}  // namespace passerby::bench
