// All matches of a slot with clusters, or of a part of it: looks only where the request's own values lead.
//
// In passes over all that it looks at, so that memory is waited for once a pass and not once a rule: which
// clusters, which blocks of them, which words of candidates, which positions. Matches are put in order last.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/slot_matcher.hpp"

namespace passerby::engine {

// A cluster that one of the request's values leads to.
struct Visit {
    ClusterId cluster = cluster_of_all;
    std::uint32_t field = UINT32_MAX;  // in the slot's fields

    friend bool operator==(const Visit&, const Visit&) = default;
};

// Positions put in order by setting their bits: each once, ascending, whatever the order they came in.
class Marks {
  public:
    void make_room(std::size_t positions) {
        const std::size_t words = positions / word_bits + 1;
        if (words_.size() >= words) { return; }
        filled_.resize(words / word_bits + 1);
        words_.resize(words);  // last: its size tells that there was memory for both
    }
    void set(Position at) {
        const std::size_t word = at / word_bits;
        words_[word] |= std::uint64_t{1} << (at % word_bits);
        filled_[word / word_bits] |= std::uint64_t{1} << (word % word_bits);
    }
    void clear(Position at) { words_[at / word_bits] &= ~(std::uint64_t{1} << (at % word_bits)); }
    // Writes them in order, and clears them all; returns the end.
    Position* take(Position* to);

  private:
    std::vector<std::uint64_t> words_;   // bit by Position
    std::vector<std::uint64_t> filled_;  // bit by word that has one set
};

// A list that is filled again and again, without a look at its end for each item.
template <class Item>
class Refilled {
  public:
    // Empties it, with room for so many.
    void start(std::size_t room) {
        if (items_.size() < room) {
            forget();  // what it grows out of is kept by nobody
            items_.resize(2 * room);
        }
        reached_ = std::max(reached_, count_);
        count_ = 0;
    }
    // Only counts if `wanted`.
    void add(const Item& item, bool wanted = true) {
        items_[count_] = item;
        count_ += wanted ? 1 : 0;
    }
    std::span<const Item> all() const { return {items_.data(), count_}; }
    // Overwrites as much as was ever filled since it last did.
    void forget() {
        const std::size_t reached = std::max(reached_, count_) + 1;  // one that did not count may stand last
        std::fill_n(items_.begin(), std::min(reached, items_.size()), Item{});
        reached_ = count_ = 0;
    }

  private:
    std::vector<Item> items_;
    std::size_t count_ = 0, reached_ = 0;
};

// Reused from search to search. Owned by one thread.
struct SearchBuffers {
    // The part of a block that belongs to a visited cluster.
    struct Stretch {
        const Block* block = nullptr;
        std::uint32_t first = 0, end = 0;  // bits
    };
    // Candidates side by side.
    struct Word {
        std::uint32_t first_entry = 0;
        std::uint64_t plain = 0;     // they hold
        std::uint64_t ranked = 0;    // if their spans do
        std::uint64_t doubtful = 0;  // if a look at the rule says so
    };

    std::vector<Visit> visits;
    std::vector<Position> found;
    Refilled<Stretch> stretches;
    Refilled<Word> words;
    Refilled<Position> doubtful;
    Marks marks;

    void forget();
};

// Each cluster once for each value that leads to it; the cluster of all first.
void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits);

// The matches from `from` on, ascending, into buffers.found.
void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers);

}  // namespace passerby::engine
