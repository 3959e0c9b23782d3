// How long the property tests run, and from which seed.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace passerby::property {

inline std::uint64_t number_of_environment(const char* name, std::uint64_t otherwise) {
    const char* text = std::getenv(name);
    return text == nullptr ? otherwise : std::strtoull(text, nullptr, 10);
}

// PASSERBY_PAIRS is how many pairs of rules and request the engine and the oracle are compared on; the other
// tests grow and shrink in proportion.
inline constexpr std::uint64_t pairs_of_a_normal_run = 4'000;
inline std::size_t pairs_asked_for(std::size_t normally) {
    const std::uint64_t pairs = number_of_environment("PASSERBY_PAIRS", pairs_of_a_normal_run);
    return static_cast<std::size_t>((normally * pairs + pairs_of_a_normal_run - 1) / pairs_of_a_normal_run);
}

// Each rule set has a seed of its own, so that one can be run alone: PASSERBY_SEED=… PASSERBY_PAIRS=1.
inline std::uint64_t seed_of(std::size_t run) {
    return number_of_environment("PASSERBY_SEED", 20'261'122) + run;
}

}  // namespace passerby::property
