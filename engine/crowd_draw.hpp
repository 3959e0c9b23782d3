// A match drawn by weight from a crowd of equal priority, without listing all matches.
//
// Draws entries of the stalls that the request leads to, each as often as its weight asks for, until one is a
// match: exact, since whoever is drawn and does not hold is drawn anew (rejection sampling; von Neumann,
// 1951). A rule that stands in several of the stalls counts only in the first. Where a match is rare even
// there, it gives up, and the crowd has to be listed; where the stalls are short, listing them is quicker.
//
//   chance ─▶ some entries at once ─▶ their glances ─▶ the cards of those left ─▶ the first that holds
//             one wait for memory                      another wait
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "engine/alias_table.hpp"
#include "engine/chance.hpp"
#include "engine/slot_matcher.hpp"

namespace passerby::engine {

// A stall that one of the request's values leads to.
struct CrowdShare {
    std::uint32_t first = 0, entries = 0;
    double weight_max = 0;
    std::uint32_t slot_field = UINT32_MAX;
};

// What draws keep between calls so as not to allocate. Owned by one thread.
struct CrowdBuffers {
    std::vector<CrowdShare> shares;
    AliasTable by_weight;             // the shares, as if each entry weighed as much as the heaviest
    std::vector<std::uint32_t> said;  // by slot field: the request in the bits of glances
    struct LedTo {
        const StallId* stall = nullptr;
        std::uint32_t slot_field = 0;
    };
    std::vector<LedTo> led_to;  // while shares are looked for

    void forget();
};

class CrowdDraw {
  public:
    CrowdDraw(const SlotMatcher& matcher, const Crowd& crowd, CrowdBuffers& buffers);

    struct Match {
        Position position;
        RuleId rule;
    };

    // So few entries that listing them is quicker than drawing; or at least quicker than sifting blocks.
    bool is_tiny() const;
    bool is_small() const;
    // Every match, ascending; for as long as it is small.
    void list(std::vector<Position>& matches) const;

    // A match for which `is_wanted(RuleId)`, by weight among those; nothing after too many looks.
    template <class IsWanted>
    std::optional<Match> next(Chance& chance, IsWanted&& is_wanted) {
        for (;;) {
            for (; at_ < kept_; ++at_) {
                const CrowdEntry& entry = entry_of(looks_[at_]);
                if (is_drawn(looks_[at_]) && matcher_.rule_holds(entry.rule) && is_wanted(entry.rule)) {
                    return Match{entry.position, entry.rule};
                }
            }
            if (looks_left_ == 0) { return std::nullopt; }
            look(chance);
        }
    }

    // Whether another than the one just drawn is wanted and holds, whatever its weight. No: not that anybody
    // met it.
    template <class IsWanted>
    bool meets_another(RuleId drawn, Chance& chance, IsWanted&& is_wanted) {
        for (;;) {
            for (at_ = 0; at_ < kept_; ++at_) {
                const RuleId rule = entry_of(looks_[at_]).rule;
                if (rule != drawn && matcher_.rule_holds(rule) && is_wanted(rule)) { return true; }
            }
            if (looks_left_ == 0) { return false; }
            look(chance);
        }
    }

  private:
    // So many at once, so that memory is waited for once.
    static constexpr std::size_t looks_at_once = 32;
    struct Look {
        std::uint32_t share;
        std::uint32_t entry;
        double ticket;  // up to the weight of the heaviest
    };

    void find_shares();
    void add_share(StallId stall, std::uint32_t slot_field);
    void look(Chance& chance);
    Look draw(Chance& chance) const;
    bool is_drawn(const Look& look) const;
    bool stands_in_earlier(const Look& look) const;
    const CrowdEntry& entry_of(const Look& look) const { return crowd_.entries[look.entry]; }

    const SlotMatcher& matcher_;
    const Crowd& crowd_;
    CrowdBuffers& buffers_;
    std::size_t entries_ = 0;  // of all shares
    std::size_t looks_left_ = 0;
    std::array<Look, looks_at_once> looks_;
    std::size_t at_ = 0, kept_ = 0;  // of those that glances left
};

}  // namespace passerby::engine
