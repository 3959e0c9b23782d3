// Short names and their places, found by a look at one line of memory. Immutable once filled.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/short_texts.hpp"

namespace passerby::engine {

class ShortNames {
  public:
    using Place = std::uint32_t;

    ShortNames() = default;
    template <class Names>
    explicit ShortNames(const Names& names) {
        Place place = 0;
        for (const std::string_view name : names) { insert(name, place++); }
    }

    static bool fits(std::string_view name) { return name.size() <= ShortText::size_max; }
    // One that fits and is not here yet.
    void insert(std::string_view name, Place place) {
        entries_.emplace_back(ShortText::of(name), place);
        if (entries_.size() > room_) { return make_room(); }
        texts_.add(entries_.back().first, place);
    }

    // Also of one that does not fit.
    std::optional<Place> find(std::string_view name) const {
        const Place place = fits(name) ? texts_.find(ShortText::of(name)) : ShortTexts::none;
        return place == ShortTexts::none ? std::nullopt : std::optional(place);
    }

  private:
    void make_room() {
        room_ = std::max<std::size_t>(8, 2 * entries_.size());
        texts_ = ShortTexts(room_);
        for (const auto& [name, place] : entries_) { texts_.add(name, place); }
    }

    std::vector<std::pair<ShortText, Place>> entries_;
    std::size_t room_ = 0;  // of texts_, which does not grow
    ShortTexts texts_;
};

}  // namespace passerby::engine
