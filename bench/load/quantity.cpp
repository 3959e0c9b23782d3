#include "bench/load/quantity.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

namespace passerby::load {

namespace {

using Unit = std::pair<std::string_view, double>;

constexpr std::array<Unit, 3> multiples{{{"", 1}, {"k", 1e3}, {"M", 1e6}}};
constexpr std::array<Unit, 6> durations{
    {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}, {"m", 60e9}, {"h", 3600e9}}};
constexpr double duration_max = 24 * 3600e9, rate_max = 1e9;

template <std::size_t count>
std::optional<double> read_with_unit(std::string_view text, const std::array<Unit, count>& units) {
    double number = 0;
    const char* const end = text.data() + text.size();
    const auto [at, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc()) { return std::nullopt; }
    const std::string_view wanted(at, static_cast<std::size_t>(end - at));
    for (const auto& [unit, factor] : units) {
        if (unit == wanted) { return number * factor; }
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> read_rate(std::string_view text) {
    const auto rate = read_with_unit(text, multiples);
    return rate && *rate > 0 && *rate <= rate_max ? rate : std::nullopt;
}

std::optional<Nanoseconds> read_duration(std::string_view text) {
    const auto duration = read_with_unit(text, durations);
    if (!duration || !(*duration >= 0 && *duration <= duration_max)) { return std::nullopt; }
    return static_cast<Nanoseconds>(*duration);
}

std::string show_duration(Nanoseconds time) {
    const auto value = static_cast<double>(time);
    if (time < microsecond) { return fmt::format("{} ns", time); }
    const auto [unit, size] = time < millisecond ? Unit("µs", 1e3)
                              : time < second    ? Unit("ms", 1e6)
                                                 : Unit("s", 1e9);
    const double shown = value / size;
    return fmt::format("{:.{}f} {}", shown, shown < 9.995 ? 2 : shown < 99.95 ? 1 : 0, unit);
}

std::string show_count(std::uint64_t count) {
    const std::string digits = std::to_string(count);
    std::string grouped;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        if (i > 0 && (digits.size() - i) % 3 == 0) { grouped += ','; }
        grouped += digits[i];
    }
    return grouped;
}

}  // namespace passerby::load
