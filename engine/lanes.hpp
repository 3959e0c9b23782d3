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

#include <algorithm>
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
    ranked,  // rules that do not accept every rank of some ranked field
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

// Bits by rule of one block, in as many words as it is wide.
using RuleBits = std::array<std::uint64_t, block_words_max>;

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

// What the lanes of a block say of one request.
struct Sifted {
    RuleBits candidates;  // whom no lane rules out
    RuleBits certain;     // those of them that the lanes say all of
};

// Which lanes a request takes through the blocks of a slot. Owned by one thread and reused.
class Route {
  public:
    // Notes them, each only where `wanted`, without branches: which is wanted nobody can foresee.
    class Writer;

    void sift(const std::uint64_t* lanes, std::size_t width, Sifted& sifted) const;
    // Asks memory for what sift() will read.
    void prefetch(const std::uint64_t* lanes, std::size_t width) const;
    std::span<const Rank> ranks() const { return {ranks_.data(), ranks_end_}; }
    void forget();

  private:
    template <std::size_t width, std::size_t words>
    class Sieve;

    // Lists are as long as a multiple of this, so that few branches depend on how much a request said.
    static constexpr std::size_t stride = 4;

    // One member's lane; the last one of a set is the lane of those who do not ask.
    struct Member {
        LaneId lane = block_lanes::present;
        std::uint64_t own = 0, goes_on = ~std::uint64_t{0};  // all bits or none
    };

    void make_room(std::size_t values, std::size_t fields);

    std::vector<LaneId> passed_, certain_;
    std::vector<Member> members_;
    std::vector<Rank> ranks_;
    LaneId *passed_end_ = nullptr, *certain_end_ = nullptr;
    Member* members_end_ = nullptr;
    Rank* ranks_end_ = nullptr;
};

// The route is what was noted once the writer is gone.
class Route::Writer {
  public:
    // With room for so many values of a request and so many fields.
    Writer(Route& route, std::size_t values, std::size_t fields) : route_(route) {
        route.make_room(values, fields);
        passed_ = route.passed_.data();
        certain_ = route.certain_.data();
        members_ = route.members_.data();
        ranks_ = route.ranks_.data();
    }
    ~Writer() {
        route_.passed_end_ = filled_up(route_.passed_.data(), passed_, LaneId{block_lanes::present});
        route_.certain_end_ = filled_up(route_.certain_.data(), certain_, LaneId{block_lanes::present});
        route_.members_end_ = filled_up(route_.members_.data(), members_, Member{});
        route_.ranks_end_ = ranks_;
    }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;

    // A candidate must be in the lane.
    void pass_in(LaneId lane, bool wanted = true) { note(passed_, lane, wanted); }
    // Who is not in this lane is not certain.
    void certain_in(LaneId lane, bool wanted) { note(certain_, lane, wanted); }
    // Of a set: a candidate is in the lane of some member; who is certain, in one that is not shared.
    void pass_in_one_of(LaneId lane, bool shared) { *members_++ = {lane, all_if(!shared), all_if(true)}; }
    void end_of_set(LaneId not_asking) { *members_++ = {not_asking, all_if(true), 0}; }
    // Of each ranked field of the slot, in turn.
    void rank(Rank rank) { *ranks_++ = rank; }

  private:
    static void note(LaneId*& at, LaneId lane, bool wanted) {
        *at = lane;
        at += wanted ? 1 : 0;
    }
    static std::uint64_t all_if(bool wanted) { return 0 - std::uint64_t{wanted}; }
    // To whole strides, with what changes nothing.
    template <class Item>
    static Item* filled_up(Item* first, Item* end, Item filling) {
        std::fill_n(end, stride - 1, filling);
        return first + (static_cast<std::size_t>(end - first) + stride - 1) / stride * stride;
    }

    Route& route_;
    LaneId *passed_, *certain_;
    Member* members_;
    Rank* ranks_;
};

}  // namespace passerby::engine
