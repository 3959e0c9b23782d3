#include "bench/options.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <charconv>

namespace passerby::bench {

std::vector<std::size_t> parse_numbers(std::string_view text) {
    std::vector<std::size_t> numbers;
    for (const char *at = text.data(), *end = at + text.size(); at < end;) {
        std::size_t number = 0;
        const auto [next, error] = std::from_chars(at, end, number);
        if (error != std::errc() || number == 0) { break; }
        numbers.push_back(number);
        at = next + 1;
    }
    return numbers;
}

std::string take_option(int& argc, char** argv, std::string_view name) {
    const std::string start = "--" + std::string(name) + "=";
    std::string value;
    char** const end = std::remove_if(argv + 1, argv + argc, [&](std::string_view argument) {
        const bool found = argument.starts_with(start);
        if (found) { value = argument.substr(start.size()); }
        return found;
    });
    argc = static_cast<int>(end - argv);
    return value;
}

int run_registered(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) { return 2; }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}

}  // namespace passerby::bench
