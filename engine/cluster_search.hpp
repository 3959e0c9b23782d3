// All matches of a slot with clusters, or of a part of it: looks only where the request's own values lead.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/slot_matcher.hpp"

namespace passerby::engine {

// A cluster that one of the request's values leads to.
struct Visit {
    ClusterId cluster = cluster_of_all;
    std::uint32_t value = Landed::no_value;
    std::uint32_t field = UINT32_MAX;  // in the slot's fields
};

// Reused from search to search. Owned by one thread.
struct SearchBuffers {
    std::vector<Visit> visits;
    std::vector<Position> found;
    std::vector<std::uint64_t> marks;  // bit by Position; 0 between searches

    void forget();
};

// Each cluster once for each value that leads to it; the cluster of all first.
void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits);

// The matches from `from` on, ascending, into buffers.found.
void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers);

}  // namespace passerby::engine
