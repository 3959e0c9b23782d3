// The text that HdrHistogram's tools and plotters read: a line for each percentile, denser towards the rare
// ones, times in milliseconds.
#pragma once

#include <string>

#include "bench/load/histogram.hpp"

namespace passerby::load {

std::string percentile_text(const Histogram& histogram);

}  // namespace passerby::load
