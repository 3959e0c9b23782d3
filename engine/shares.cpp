#include "engine/shares.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "engine/chance.hpp"
#include "engine/limits.hpp"

namespace passerby::engine {

std::uint32_t shuffled(std::uint32_t bucket, std::uint64_t key) {
    constexpr std::uint32_t rounds = 32;
    std::uint32_t place = bucket;
    for (std::uint32_t round = 0; round < rounds; ++round) {
        const std::uint64_t round_key = mix64(key + round * 0x9e3779b97f4a7c15u);
        const auto pivot = static_cast<std::uint32_t>(round_key % limits::buckets);
        const std::uint32_t partner = (pivot + limits::buckets - place) % limits::buckets;
        // Both partners see the same coin, so that they swap or stay together.
        const bool swaps = (mix64(round_key ^ std::max(place, partner)) & 1) != 0;
        place = swaps ? partner : place;
    }
    return place;
}

std::span<const std::uint32_t> Shares::divide(std::uint32_t places, std::span<const double> weights) {
    counts_.resize(weights.size());
    remainders_.resize(weights.size());
    order_.resize(weights.size());
    const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
    std::uint32_t given = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double quota = places * weights[i] / total;
        const double whole = std::floor(quota);
        counts_[i] = static_cast<std::uint32_t>(whole);
        remainders_[i] = quota - whole;
        given += counts_[i];
    }
    std::iota(order_.begin(), order_.end(), 0u);
    const auto left = std::min<std::size_t>(places - std::min(given, places), weights.size());
    std::partial_sort(order_.begin(), order_.begin() + static_cast<std::ptrdiff_t>(left), order_.end(),
                      [&](std::uint32_t a, std::uint32_t b) {
                          return remainders_[a] != remainders_[b] ? remainders_[a] > remainders_[b] : a < b;
                      });
    for (std::size_t i = 0; i < left; ++i) { ++counts_[order_[i]]; }
    return counts_;
}

}  // namespace passerby::engine
