// Luck of which everything random in a test is made: from a seed, or from the bytes of a fuzzer for as long
// as there are any. The same on every machine.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/chance.hpp"

namespace passerby::engine::testing {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : chance_(seed) {}
    explicit Dice(std::span<const std::uint8_t> bytes) : bytes_(bytes), chance_(hash_of(bytes)) {}

    // Of [0, options).
    std::uint32_t below(std::size_t options) {
        if (options < 2) { return 0; }
        if (bytes_.empty()) { return static_cast<std::uint32_t>(chance_.next() % options); }
        std::uint64_t drawn = byte();
        for (std::size_t reach = 256; reach < options; reach *= 256) { drawn = drawn << 8 | byte(); }
        return static_cast<std::uint32_t>(drawn % options);
    }
    int between(int min, int max) {
        return min + static_cast<int>(below(static_cast<std::size_t>(max - min) + 1));
    }
    bool percent(std::uint32_t chance) { return below(100) < chance; }
    template <class Value>
    const Value& pick(const std::vector<Value>& values) {
        return values[below(values.size())];
    }
    // In any order; the first `count` of them are drawn.
    template <class Value>
    std::vector<Value> some(std::vector<Value> values, std::size_t count) {
        for (std::size_t i = 0; i < count && i < values.size(); ++i) {
            std::swap(values[i], values[i + below(values.size() - i)]);
        }
        if (count < values.size()) { values.resize(count); }
        return values;
    }

  private:
    static std::uint64_t hash_of(std::span<const std::uint8_t> bytes) {
        std::uint64_t hash = 14695981039346656037u;  // FNV-1a
        for (const std::uint8_t at : bytes) { hash = (hash ^ at) * 1099511628211u; }
        return hash;
    }
    std::uint8_t byte() {
        if (bytes_.empty()) { return static_cast<std::uint8_t>(chance_.next()); }
        const std::uint8_t first = bytes_.front();
        bytes_ = bytes_.subspan(1);
        return first;
    }

    std::span<const std::uint8_t> bytes_;
    Chance chance_;
};

}  // namespace passerby::engine::testing
