// Amounts as people write them on a command line, and as they read them in a report.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "bench/load/clock.hpp"

namespace passerby::load {

std::optional<double> read_rate(std::string_view text);           // 500, 20k, 1.5M: above 0
std::optional<Nanoseconds> read_duration(std::string_view text);  // 250us, 300ms, 10s, 2m, 1h

std::string show_duration(Nanoseconds time);  // three digits: 85.2 µs, 1.25 ms
std::string show_count(std::uint64_t count);  // 1,234,567

}  // namespace passerby::load
