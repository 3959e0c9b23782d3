// A match drawn by weight from a crowd of equal priority, without listing all matches.
//
// Draws entries of the clusters that the request leads to, each as often as its weight asks for, until one
// is a match: exact, since whoever is drawn and does not hold is drawn anew (rejection sampling; von Neumann,
// 1951). A rule that stands in several of the clusters counts only in the first. Where a match is rare even
// there, it gives up, and the crowd has to be listed.
#pragma once

#include <optional>
#include <vector>

#include "engine/chance.hpp"
#include "engine/cluster_search.hpp"

namespace passerby::engine {

// The entries of one visit that belong to the crowd.
struct CrowdShare {
    Visit visit;
    std::uint32_t first = 0, end = 0;
    double tickets_before = 0;  // of all shares before: each entry has as many as the heaviest weighs
};

class CrowdDraw {
  public:
    CrowdDraw(const SlotMatcher& matcher, Crowd crowd, std::vector<Visit>& visits,
              std::vector<CrowdShare>& shares);

    // A match for which `is_wanted(Position)`, by weight among those; nothing after too many looks.
    template <class IsWanted>
    std::optional<Position> next(Chance& chance, IsWanted&& is_wanted) {
        while (looks_left_ > 0) {
            --looks_left_;
            if (const auto drawn = look(chance); drawn && is_wanted(*drawn)) { return drawn; }
        }
        return std::nullopt;
    }

  private:
    void add_share(const Visit& visit, Crowd crowd);
    std::optional<Position> look(Chance& chance);
    bool holds(const CrowdShare& share, std::uint32_t entry) const;
    bool stands_in_earlier(const CrowdShare& share, Position position) const;

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    std::vector<CrowdShare>& shares_;
    double tickets_ = 0;
    std::size_t looks_left_;
};

}  // namespace passerby::engine
