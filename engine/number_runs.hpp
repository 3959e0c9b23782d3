// Runs of numbers, each kept once and told by a number of its own: what two conditions have in common is
// found by spelling them in numbers. Lives only while a rule set is compiled.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/chance.hpp"
#include "engine/ensure.hpp"
#include "engine/id_table.hpp"

namespace passerby::engine {

class NumberRuns {
  public:
    static std::uint64_t hash_of(std::span<const std::uint32_t> run) {
        std::uint64_t hash = run.size();
        for (const std::uint32_t number : run) {
            hash = (hash ^ number) * 0x9e3779b97f4a7c15u;
            hash ^= hash >> 32;
        }
        return mix64(hash);
    }

    // The number of the equal run, or the next one.
    std::uint32_t intern(std::span<const std::uint32_t> run) { return intern(run, hash_of(run)); }
    std::uint32_t intern(std::span<const std::uint32_t> run, std::uint64_t hash) {
        ensure(kept_.size() + head + run.size() < UINT32_MAX, "runs are found by 32 bits");
        const auto next = static_cast<std::uint32_t>(kept_.size());
        const std::uint32_t at =
            table_.find_or_add(hash, next, [&](std::uint32_t known) { return stands_at(known, run); });
        if (at == next) {
            kept_.insert(kept_.end(), {count_++, static_cast<std::uint32_t>(run.size())});
            kept_.insert(kept_.end(), run.begin(), run.end());
        }
        return kept_[at];
    }
    // A run of that hash is about to be asked for: what takes long can begin.
    void expect(std::uint64_t hash) const { table_.expect(hash); }

    std::uint32_t size() const { return count_; }

  private:
    static constexpr std::size_t head = 2;

    bool stands_at(std::uint32_t at, std::span<const std::uint32_t> run) const {
        return kept_[at + 1] == run.size() && std::equal(run.begin(), run.end(), kept_.begin() + at + head);
    }

    IdTable table_;                    // of where runs stand
    std::vector<std::uint32_t> kept_;  // of each run: its number, its size, itself
    std::uint32_t count_ = 0;
};

}  // namespace passerby::engine
