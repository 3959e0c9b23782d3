// A match drawn by weight from a crowd of equal priority, without listing all matches.
//
// Draws entries of the clusters that the request leads to, each as often as its weight asks for, until one
// is a match: exact, since whoever is drawn and does not hold is drawn anew (rejection sampling; von Neumann,
// 1951). A rule that stands in several of the clusters counts only in the first. Where a match is rare even
// there, it gives up, and the crowd has to be listed.
#pragma once

#include <array>
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
        for (;;) {
            for (; drawn_next_ < drawn_count_; ++drawn_next_) {
                const Drawn& drawn = drawn_[drawn_next_];
                if (holds(drawn) && is_wanted(drawn.position)) {
                    ++drawn_next_;
                    return drawn.position;
                }
            }
            if (looks_left_ == 0) { return std::nullopt; }
            draw_some(chance);
        }
    }

  private:
    // Several are drawn at once, so that memory is waited for once.
    static constexpr std::size_t drawn_max = 16;
    struct Drawn {
        const CrowdShare* share;
        std::uint32_t entry;
        Position position;
        double of_its_own;  // the ticket, of those of its entry
    };
    void add_share(const Visit& visit, Crowd crowd);
    void draw_some(Chance& chance);
    std::optional<Drawn> draw(Chance& chance) const;
    bool holds(const Drawn& drawn) const;
    bool stands_in_earlier(const CrowdShare& share, Position position) const;

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    std::vector<CrowdShare>& shares_;
    double tickets_ = 0;
    std::size_t looks_left_;
    std::array<Drawn, drawn_max> drawn_;
    std::size_t drawn_next_ = 0, drawn_count_ = 0;
};

}  // namespace passerby::engine
