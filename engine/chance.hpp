// Luck for requests without a bucket: repeatable by its seed, good enough for shares, useless for secrets.
// splitmix64 (Steele, Lea, Flood 2014). Owned by one worker; seeded by whoever has entropy.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace passerby::engine {

constexpr std::uint64_t mix64(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

class EveryDraw;

// The option that a share in [0, 1) of all weights falls on; each weight is above 0.
std::size_t option_of(double share, std::span<const double> weights);

class Chance {
  public:
    explicit constexpr Chance(std::uint64_t seed) : state_(seed) {}
    // No luck at all: draws fall as `every` says.
    explicit constexpr Chance(EveryDraw& every) : state_(0), every_(&every) {}

    bool is_scripted() const { return every_ != nullptr; }

    // Which of several options, by weight.
    std::size_t draw(std::span<const double> weights);

    constexpr std::uint64_t next() { return mix64(state_ += 0x9e3779b97f4a7c15u); }
    // Evenly in [0, 1).
    constexpr double share() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

  private:
    std::uint64_t state_;
    EveryDraw* every_ = nullptr;
};

}  // namespace passerby::engine
