// Many places, four bytes each: consecutive things stand near each other, so that each is told by its
// distance from the first of its block; the few that stand too far off are kept in full. Immutable after
// compile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "engine/place.hpp"

namespace passerby::engine {

class Places {
  public:
    void reserve(std::size_t count);
    void push_back(Place place);
    Place operator[](std::size_t index) const;
    std::size_t size() const { return near_.size(); }
    std::size_t bytes() const;

  private:
    static constexpr std::size_t block = 64;
    // `far`: kept in full.
    static constexpr std::uint16_t far = UINT16_MAX;
    struct Near {
        std::int16_t lines = 0;  // from the block's first
        std::uint16_t column = 0;
    };
    struct Far {
        std::size_t index;
        Place place;
    };

    std::vector<Near> near_;
    std::vector<Place> firsts_;  // of each block
    std::vector<Far> far_;       // ascending
};

}  // namespace passerby::engine
