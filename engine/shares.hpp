// How one visitor's bucket becomes a draw, exact over all 100 buckets.
//
// Each draw has a key (of its rule, or of its slot and tier). A permutation of the buckets keyed by it makes
// two draws independent; largest remainders give each variant its whole number of the 100 places.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace passerby::engine {

// The bucket's place (0–99) in the order that the key shuffles: for each key a permutation. Swap-or-not
// shuffle (Hoang, Morris, Rogaway 2012).
std::uint32_t shuffled(std::uint32_t bucket, std::uint64_t key);

// Divides whole places by weights. Owned by one thread and reused; once warm it allocates nothing.
class Shares {
  public:
    // How many of `places` each weight gets, by largest remainder, ties to the earlier. Valid until the next
    // call.
    std::span<const std::uint32_t> divide(std::uint32_t places, std::span<const double> weights);

  private:
    std::vector<std::uint32_t> counts_;
    std::vector<double> remainders_;
    std::vector<std::uint32_t> order_;
};

}  // namespace passerby::engine
