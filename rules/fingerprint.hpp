// A number for a condition, by which the same ones are found among many.
#pragma once

#include <cstdint>

#include "engine/chance.hpp"
#include "rules/facts.hpp"

namespace passerby::rules {

inline std::uint64_t mixed(std::uint64_t a, std::uint64_t b) {
    return engine::mix64(a * 31 + b);
}

// Equal for conditions that ask for the same in the same words, whatever their order.
class Fingerprint {
  public:
    explicit Fingerprint(FactPool& pool) : pool_(pool) {}

    std::uint64_t of(const engine::Condition& condition);

  private:
    std::uint64_t of(engine::SignalId signal, const engine::Operator& op);

    FactPool& pool_;
};

}  // namespace passerby::rules
