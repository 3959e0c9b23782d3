// Runs of numbers, each kept once and told by a number of its own: what two conditions have in common is
// found by spelling them in numbers. Lives only while a rule set is compiled.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/chance.hpp"
#include "engine/id_table.hpp"

namespace passerby::engine {

class NumberRuns {
  public:
    // The number of the equal run, or the next one.
    std::uint32_t intern(std::span<const std::uint32_t> run) {
        const std::uint32_t next = size();
        const std::uint32_t id = table_.find_or_add(hash_of(run), next, [&](std::uint32_t known) {
            const auto there = (*this)[known];
            return std::equal(run.begin(), run.end(), there.begin(), there.end());
        });
        if (id == next) {
            numbers_.insert(numbers_.end(), run.begin(), run.end());
            ends_.push_back(numbers_.size());
        }
        return id;
    }

    std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size() - 1); }
    std::span<const std::uint32_t> operator[](std::uint32_t id) const {
        return std::span(numbers_).subspan(ends_[id], ends_[id + 1] - ends_[id]);
    }

  private:
    static std::uint64_t hash_of(std::span<const std::uint32_t> run) {
        std::uint64_t hash = run.size();
        for (const std::uint32_t number : run) {
            hash = (hash ^ number) * 0x9e3779b97f4a7c15u ^ (hash >> 32);
        }
        return mix64(hash);
    }

    IdTable table_;
    std::vector<std::uint32_t> numbers_;
    std::vector<std::size_t> ends_{0};
};

}  // namespace passerby::engine
