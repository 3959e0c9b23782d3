#include "bench/load/percentiles.hpp"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace passerby::load {

namespace {

constexpr double steps_per_half = 5;  // between a percentile and the one half as far from 1

double in_milliseconds(double nanoseconds) {
    return nanoseconds / static_cast<double>(millisecond);
}

// The next level: steps of a fifth of half the distance that is left to 1.
double level_after(double level) {
    const double halves = std::exp2(std::floor(std::log2(1 / (1 - level))) + 1);
    return level + 1 / (steps_per_half * halves);
}

}  // namespace

std::string percentile_text(const Histogram& histogram) {
    std::string text = fmt::format("{:>12} {:>14} {:>10} {:>14}\n\n", "Value", "Percentile", "TotalCount",
                                   "1/(1-Percentile)");
    auto out = std::back_inserter(text);
    const auto total = static_cast<double>(histogram.count());
    for (double level = 0; histogram.count() > 0; level = level_after(level)) {
        const Nanoseconds value = histogram.at(level);
        const std::uint64_t until = histogram.count_until(value);
        const double shown = in_milliseconds(static_cast<double>(value));
        if (until == histogram.count()) {
            fmt::format_to(out, "{:>12.3f} {:>14.12f} {:>10}\n", shown, 1.0, until);
            break;
        }
        const double share = static_cast<double>(until) / total;
        fmt::format_to(out, "{:>12.3f} {:>14.12f} {:>10} {:>14.2f}\n", shown, share, until, 1 / (1 - share));
    }
    fmt::format_to(out, "#[Mean    = {:>12.3f}, StdDeviation   = {:>12.3f}]\n",
                   in_milliseconds(histogram.mean()), in_milliseconds(histogram.deviation()));
    fmt::format_to(out, "#[Max     = {:>12.3f}, Total count    = {:>12}]\n",
                   in_milliseconds(static_cast<double>(histogram.max())), histogram.count());
    fmt::format_to(out, "#[Buckets = {:>12}, SubBuckets     = {:>12}]\n", 42 - histogram.precision_bits(),
                   std::size_t{2} << histogram.precision_bits());
    return text;
}

}  // namespace passerby::load
