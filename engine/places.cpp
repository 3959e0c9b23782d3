#include "engine/places.hpp"

#include <algorithm>

namespace passerby::engine {

void Places::reserve(std::size_t count) {
    near_.reserve(count);
    firsts_.reserve(count / block + 1);
}

void Places::push_back(Place place) {
    if (size() % block == 0) { firsts_.push_back(place); }
    const Place& first = firsts_.back();
    const auto lines = static_cast<std::int64_t>(place.line) - static_cast<std::int64_t>(first.line);
    const bool is_near =
        place.file == first.file && place.column < far && lines >= INT16_MIN && lines <= INT16_MAX;
    if (!is_near) { far_.push_back({size(), place}); }
    near_.push_back(is_near ? Near{static_cast<std::int16_t>(lines), static_cast<std::uint16_t>(place.column)}
                            : Near{0, far});
}

Place Places::operator[](std::size_t index) const {
    const Near near = near_[index];
    if (near.column == far) {
        return std::lower_bound(
                   far_.begin(), far_.end(), index,
                   [](const Far& candidate, std::size_t sought) { return candidate.index < sought; })
            ->place;
    }
    const Place& first = firsts_[index / block];
    return {first.file, static_cast<std::uint32_t>(static_cast<std::int64_t>(first.line) + near.lines),
            near.column};
}

std::size_t Places::bytes() const {
    return near_.capacity() * sizeof(Near) + firsts_.capacity() * sizeof(Place) +
           far_.capacity() * sizeof(Far);
}

}  // namespace passerby::engine
