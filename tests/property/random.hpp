// The luck of the generators: one seed, one sequence, on every machine.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

namespace passerby::property {

class Random {
  public:
    explicit Random(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {  // splitmix64
        std::uint64_t x = state_ += 0x9e3779b97f4a7c15u;
        x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
        x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
        return x ^ (x >> 31);
    }
    int between(int min, int max) {
        return min + static_cast<int>(next() % static_cast<std::uint64_t>(max - min + 1));
    }
    bool percent(int chance) { return between(0, 99) < chance; }

    template <class Value>
    const Value& pick(const std::vector<Value>& values) {
        return values[next() % values.size()];
    }
    template <class Value>
    Value pick(std::initializer_list<Value> values) {
        return values.begin()[next() % values.size()];
    }

  private:
    std::uint64_t state_;
};

}  // namespace passerby::property
