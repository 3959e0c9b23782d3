// The hash of a text for tables in memory: quick, the same in every run, and kept nowhere.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "engine/chance.hpp"

namespace passerby::engine {

inline std::uint64_t hash_of(std::string_view text) {
    std::uint64_t hash = 0x9e3779b97f4a7c15u ^ text.size();
    while (!text.empty()) {
        std::uint64_t word = 0;
        const std::size_t taken = std::min(text.size(), sizeof word);
        std::memcpy(&word, text.data(), taken);
        hash = mix64(hash ^ word);
        text.remove_prefix(taken);
    }
    return hash;
}

}  // namespace passerby::engine
