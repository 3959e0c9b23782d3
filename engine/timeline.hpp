// Which rules of a block are in force when: worked out beforehand, a set of bits for each stretch of time.
// Immutable after compile.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/instant.hpp"
#include "engine/lanes.hpp"

namespace passerby::engine {

class Timelines {
  public:
    // A rule of a block, by its bit, in force in [from, until).
    struct Term {
        Instant from, until;
        std::uint16_t bit;
    };

    // Of a block `width` words wide, all of whose rules are listed; the number to ask with.
    std::uint32_t add(std::span<const Term> terms, std::size_t width);
    RuleBits in_force(std::uint32_t timeline, Instant now, std::size_t width) const;
    std::size_t bytes() const;

  private:
    struct Timeline {
        std::uint32_t first_edge, edges;
        std::uint64_t first_word;  // of the stretch before the first edge; then one after each
    };
    const std::uint64_t* stretch(std::uint32_t timeline, Instant now, std::size_t width) const;

    std::vector<Timeline> timelines_;
    std::vector<Instant> edges_;  // of one timeline: ascending
    std::vector<std::uint64_t> words_;
};

}  // namespace passerby::engine
