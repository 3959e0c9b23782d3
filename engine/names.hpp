// Ids as authors gave them, numbered in their order, and found again by name. Immutable once settled.
//
// Open addressing with linear probing over a power of two, at most half full. A cell is a bare number: names
// are asked for a few times a request, so a look at a wrong one now and then costs less than remembering
// hashes of a million.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/texts.hpp"

namespace passerby::engine {

class Names {
  public:
    using Id = std::uint32_t;

    void reserve(std::size_t count) { texts_.reserve(count); }
    void push_back(std::string_view name) { texts_.push_back(name); }  // one that is not here yet
    // Once, after the last; from then on they are found.
    void settle();

    std::optional<Id> find(std::string_view name) const;
    std::string_view operator[](Id id) const { return texts_[id]; }
    std::size_t size() const { return texts_.size(); }
    std::size_t bytes() const { return texts_.bytes() + cells_.size() * sizeof(Id); }

  private:
    static constexpr Id vacant = UINT32_MAX;

    Texts texts_;
    std::vector<Id> cells_;
};

}  // namespace passerby::engine
