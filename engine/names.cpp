#include "engine/names.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "engine/text_hash.hpp"

namespace passerby::engine {

namespace {

// So many names are entered at a time that the memory of the last is there when its turn comes.
constexpr std::size_t batch = 16;

}  // namespace

void Names::settle() {
    texts_.shrink_to_fit();
    cells_.assign(std::bit_ceil(2 * size() + 1), vacant);
    const std::size_t mask = cells_.size() - 1;
    std::array<std::size_t, batch> homes;
    for (std::size_t first = 0; first < size(); first += batch) {
        const std::size_t count = std::min(batch, size() - first);
        for (std::size_t i = 0; i < count; ++i) {
            homes[i] = hash_of(texts_[first + i]) & mask;
            __builtin_prefetch(&cells_[homes[i]]);
        }
        for (std::size_t i = 0; i < count; ++i) {
            std::size_t at = homes[i];
            while (cells_[at] != vacant) { at = (at + 1) & mask; }
            cells_[at] = static_cast<Id>(first + i);
        }
    }
}

std::optional<Names::Id> Names::find(std::string_view name) const {
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t at = hash_of(name) & mask;; at = (at + 1) & mask) {
        const Id id = cells_[at];
        if (id == vacant) { return std::nullopt; }
        if (texts_[id] == name) { return id; }
    }
}

}  // namespace passerby::engine
