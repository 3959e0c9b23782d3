// All matches of a slot with clusters, or of a part of it: looks only where the request's own values lead.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/slot_matcher.hpp"

namespace passerby::engine {

// A cluster that one of the request's values leads to.
struct Visit {
    ClusterId cluster = cluster_of_all;
    std::uint32_t value = no_value;
    std::uint32_t field = UINT32_MAX;  // in the slot's fields

    friend bool operator==(const Visit&, const Visit&) = default;
};

// Positions put in order by setting their bits: each once, ascending, whatever the order they came in.
class Marks {
  public:
    void make_room(std::size_t positions) {
        const std::size_t words = positions / word_bits + 1;
        if (words_.size() >= words) { return; }
        words_.resize(words);
        filled_.resize(words / word_bits + 1);
    }
    void set(Position at) {
        const std::size_t word = at / word_bits;
        words_[word] |= std::uint64_t{1} << (at % word_bits);
        filled_[word / word_bits] |= std::uint64_t{1} << (word % word_bits);
    }
    // Appends them all; then none is set.
    void take(std::vector<Position>& positions);

  private:
    std::vector<std::uint64_t> words_;   // bit by Position
    std::vector<std::uint64_t> filled_;  // bit by word that has one set
};

// Reused from search to search. Owned by one thread.
struct SearchBuffers {
    std::vector<Visit> visits;
    std::vector<Position> found, doubtful;
    Marks marks;

    void forget();
};

// Each cluster once for each value that leads to it; the cluster of all first.
void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits);

// The matches from `from` on, ascending, into buffers.found.
void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers);

}  // namespace passerby::engine
