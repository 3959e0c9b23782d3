// Which rules of a slot hold for this context: by priority, then by the order of files, one at a time, so
// that nobody pays for those that are never asked for.
#pragma once

#include <optional>

#include "engine/cluster_search.hpp"
#include "engine/slot_matcher.hpp"

namespace passerby::engine {

class MatchCursor {
  public:
    static constexpr Position no_limit = UINT32_MAX;

    MatchCursor(const SlotMatcher& matcher, SearchBuffers& buffers);

    // The next match before `limit`; what lies beyond stays to be asked for.
    std::optional<Position> next(Position limit = no_limit);

  private:
    bool holds(std::size_t word, std::uint64_t bit, Position position) const;
    void open(const Block& block);
    std::optional<Position> next_of_search(Position limit);

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    SearchBuffers& buffers_;
    std::size_t next_block_ = 0;  // of the head: to be opened next
    Position first_of_open_ = 0;
    Sifted open_;            // what was not told yet of the open one …
    unsigned filled_ = 0;    // … bit by word that has some
    bool searched_ = false;  // the clusters, for all that lies beyond the head …
    std::size_t told_ = 0;   // … of which so many were told
};

// Every match of the slot, ascending; a view into the buffers.
std::span<const Position> find_all(const SlotMatcher& matcher, SearchBuffers& buffers);

}  // namespace passerby::engine
