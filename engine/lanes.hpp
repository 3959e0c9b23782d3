// Rules side by side, a bit each, and the lanes that rule most of them out at once.
//
//      a block: up to 512 rules                        a request: section sport, hour 19
//      page.section  unknown  1001…   rules that do not ask
//                    sport    1011…   … or pass on sport   ◀─┐
//                    arts     1101…                           AND ─▶ candidates
//      time.hour     0–17     1001…                           │
//                    18–23    1011…   … or pass from 18 to 23 ◀┘
//
// One lane of each field (of a set: the OR of its members' lanes), ANDed, leaves the candidates: never too
// few, seldom too many. Unknown signals need no care elsewhere: only rules that do not ask pass.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <vector>

#include "engine/fields.hpp"

namespace passerby::engine {

using LaneId = std::uint32_t;

inline constexpr std::size_t word_bits = 64;
inline constexpr std::size_t block_words_max = 8;
inline constexpr std::size_t block_rules_max = block_words_max * word_bits;

// Before the lanes of the fields each block has these.
namespace block_lanes {
enum : LaneId {
    present,      // its rules; the bits beyond are in no lane
    needs_check,  // rules whose lanes do not say all that they ask, whatever the request
    on_site_clock,
    first_of_fields
};
}  // namespace block_lanes

struct Block {
    std::uint64_t first_word = 0;   // of its lanes; lane by lane, `width` words each
    std::uint32_t first_entry = 0;  // its rules stand side by side from here on
    std::uint16_t rules = 0;
    std::uint8_t width = 1;  // words of a lane: 1, 2, 4 or 8
    std::uint32_t timeline = no_timeline;

    static constexpr std::uint32_t no_timeline = UINT32_MAX;  // every rule is always in force
};

// Bits by rule of one block; those beyond its width are 0.
using RuleBits = std::array<std::uint64_t, block_words_max>;

inline bool is_empty(const RuleBits& bits) {
    std::uint64_t any = 0;
    for (const std::uint64_t word : bits) { any |= word; }
    return any == 0;
}

// The lanes of many blocks, each block on a cache line of its own.
class Lanes {
  public:
    // Room for another block, all 0; where it begins.
    std::uint64_t add(std::size_t words) {
        const std::size_t first = lines_.size();
        lines_.resize(first + (words + line_words - 1) / line_words);
        return first * line_words;
    }
    void reserve(std::size_t words) { lines_.reserve(words / line_words + 1); }
    // Not by way of `words`: a sanitizer would stop at the end of the first line.
    const std::uint64_t* at(std::uint64_t word) const {
        return reinterpret_cast<const std::uint64_t*>(lines_.data()) + word;
    }
    std::uint64_t* at(std::uint64_t word) { return reinterpret_cast<std::uint64_t*>(lines_.data()) + word; }
    const std::uint64_t* of(const Block& block) const { return at(block.first_word); }
    std::size_t bytes() const { return lines_.size() * sizeof(Line); }

  private:
    static constexpr std::size_t line_words = 8;
    struct alignas(64) Line {
        std::uint64_t words[line_words];
    };
    std::vector<Line> lines_;
};

// Which lanes a request takes through the blocks of a slot.
class Route {
  public:
    // Notes them, each only where `wanted`, without branches: which is wanted nobody can foresee.
    class Writer;

    // The rules of the block that no lane rules out.
    RuleBits sift(const std::uint64_t* lanes, std::size_t width) const;
    // Those that the lanes alone cannot tell matches from others.
    RuleBits in_doubt(const std::uint64_t* lanes, std::size_t width) const;
    // The same of one rule of a block.
    bool is_in_doubt(const std::uint64_t* lanes, std::size_t width, std::size_t bit) const;
    std::span<const Rank> ranks() const { return ranks_; }
    void forget();

  private:
    struct List {
        std::vector<LaneId> items;
        std::uint32_t count = 0;

        LaneId* start(std::size_t room) {
            if (items.size() < room) { items.resize(room); }
            return items.data();
        }
        void end(const LaneId* last) { count = static_cast<std::uint32_t>(last - items.data()); }
        const LaneId* begin() const { return items.data(); }
        const LaneId* end() const { return items.data() + count; }
    };

    List alone_, certain_;
    List together_, sure_;            // group after group …
    List together_ends_, sure_ends_;  // … and where each ends
    std::vector<Rank> ranks_;
};

class Route::Writer {
  public:
    // With room for so many lanes of each kind.
    Writer(Route& route, std::size_t lanes)
        : route_(route),
          alone_(route.alone_.start(lanes)),
          certain_(route.certain_.start(lanes)),
          together_(route.together_.start(lanes)),
          sure_(route.sure_.start(lanes)),
          together_ends_(route.together_ends_.start(lanes)),
          sure_ends_(route.sure_ends_.start(lanes)),
          sure_before_(sure_) {
        route.ranks_.clear();
    }
    ~Writer() {
        route_.alone_.end(alone_);
        route_.certain_.end(certain_);
        route_.together_.end(together_);
        route_.sure_.end(sure_);
        route_.together_ends_.end(together_ends_);
        route_.sure_ends_.end(sure_ends_);
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // Rules must pass in the lane, or in one of some.
    void pass(LaneId lane, bool wanted) { note(alone_, lane, wanted); }
    void pass_one_of(LaneId lane, bool wanted) { note(together_, lane, wanted); }
    void end_of_these(bool wanted) { note(together_ends_, count(route_.together_, together_), wanted); }
    // Who is not in this lane must be checked exactly.
    void certain_in(LaneId lane, bool wanted) { note(certain_, lane, wanted); }
    // A field in doubt: who is in none of these lanes must be checked exactly. Or it is not: forget them.
    void sure_in(LaneId lane, bool wanted) { note(sure_, lane, wanted); }
    void end_of_sure(bool in_doubt) {
        sure_ = in_doubt ? sure_ : sure_before_;
        sure_before_ = sure_;
        note(sure_ends_, count(route_.sure_, sure_), in_doubt);
    }
    // Of each ranked field of the slot, in turn.
    void rank(Rank rank) { route_.ranks_.push_back(rank); }

  private:
    static void note(LaneId*& at, LaneId lane, bool wanted) {
        *at = lane;
        at += wanted ? 1 : 0;
    }
    static LaneId count(const List& list, const LaneId* at) {
        return static_cast<LaneId>(at - list.items.data());
    }

    Route& route_;
    LaneId *alone_, *certain_, *together_, *sure_, *together_ends_, *sure_ends_;
    LaneId* sure_before_;
};

}  // namespace passerby::engine
