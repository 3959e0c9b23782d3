#include "engine/lanes.hpp"

#include <algorithm>

namespace passerby::engine {

namespace {

// As wide as the compiler can make it; the same bits on every machine.
template <std::size_t width>
struct Wide {
    typedef std::uint64_t type __attribute__((vector_size(width * sizeof(std::uint64_t))));
};
template <>
struct Wide<1> {
    using type = std::uint64_t;
};

// Vectors go in and out by reference: by value, how they are passed would depend on the processor.
template <std::size_t width>
class Sieve {
  public:
    using Word = typename Wide<width>::type;

    explicit Sieve(const std::uint64_t* lanes) : lanes_(lanes) {}

    void read(LaneId id, Word& word) const {
        std::memcpy(&word, lanes_ + std::size_t{id} * width, sizeof word);
    }

    void read_one_of(const LaneId* first, const LaneId* end, Word& any) const {
        read(*first, any);
        while (++first != end) {
            Word more;
            read(*first, more);
            any |= more;
        }
    }

    static RuleBits bits(const Word& word) {
        RuleBits bits{};
        std::memcpy(bits.data(), &word, sizeof word);
        return bits;
    }

  private:
    const std::uint64_t* lanes_;
};

struct Groups {
    std::span<const LaneId> lanes;
    std::span<const std::uint32_t> ends;
};

template <std::size_t width>
RuleBits sift_block(const std::uint64_t* lanes, std::span<const LaneId> alone, Groups together,
                    std::span<const LaneId> bars) {
    const Sieve<width> sieve(lanes);
    typename Wide<width>::type left, accepted;
    sieve.read(block_lanes::present, left);
    for (const LaneId lane : alone) {
        sieve.read(lane, accepted);
        left &= accepted;
    }
    const LaneId* first = together.lanes.data();
    for (const std::uint32_t end : together.ends) {
        const LaneId* const last = together.lanes.data() + end;
        sieve.read_one_of(first, last, accepted);
        left &= accepted;
        first = last;
    }
    for (const LaneId lane : bars) {
        sieve.read(lane, accepted);
        left &= ~accepted;
    }
    return sieve.bits(left);
}

template <std::size_t width>
RuleBits doubt_block(const std::uint64_t* lanes, std::span<const LaneId> doubts, Groups sure) {
    const Sieve<width> sieve(lanes);
    typename Wide<width>::type doubtful, certain;
    sieve.read(block_lanes::needs_check, doubtful);
    for (const LaneId lane : doubts) {
        sieve.read(lane, certain);
        doubtful |= certain;
    }
    const LaneId* first = sure.lanes.data();
    for (const std::uint32_t end : sure.ends) {
        const LaneId* const last = sure.lanes.data() + end;
        sieve.read_one_of(first, last, certain);
        doubtful |= ~certain;
        first = last;
    }
    return sieve.bits(doubtful);
}

bool has(const std::uint64_t* lanes, std::size_t width, LaneId lane, std::size_t bit) {
    return (lanes[lane * width + bit / word_bits] >> (bit % word_bits) & 1) != 0;
}

}  // namespace

RuleBits Route::sift(const std::uint64_t* lanes, std::size_t width) const {
    const Groups together{together_, together_ends_};
    switch (width) {
        case 1: return sift_block<1>(lanes, alone_, together, bars_);
        case 2: return sift_block<2>(lanes, alone_, together, bars_);
        case 4: return sift_block<4>(lanes, alone_, together, bars_);
        default: return sift_block<8>(lanes, alone_, together, bars_);
    }
}

RuleBits Route::in_doubt(const std::uint64_t* lanes, std::size_t width) const {
    const Groups sure{sure_, sure_ends_};
    switch (width) {
        case 1: return doubt_block<1>(lanes, doubts_, sure);
        case 2: return doubt_block<2>(lanes, doubts_, sure);
        case 4: return doubt_block<4>(lanes, doubts_, sure);
        default: return doubt_block<8>(lanes, doubts_, sure);
    }
}

bool Route::passes(const std::uint64_t* lanes, std::size_t width, std::size_t bit) const {
    const auto here = [&](LaneId lane) { return has(lanes, width, lane, bit); };
    if (!std::all_of(alone_.begin(), alone_.end(), here)) { return false; }
    auto first = together_.begin();
    for (const std::uint32_t end : together_ends_) {
        const auto last = together_.begin() + end;
        if (!std::any_of(first, last, here)) { return false; }
        first = last;
    }
    return std::none_of(bars_.begin(), bars_.end(), here);
}

bool Route::is_in_doubt(const std::uint64_t* lanes, std::size_t width, std::size_t bit) const {
    const auto here = [&](LaneId lane) { return has(lanes, width, lane, bit); };
    if (here(block_lanes::needs_check) || std::any_of(doubts_.begin(), doubts_.end(), here)) { return true; }
    auto first = sure_.begin();
    for (const std::uint32_t end : sure_ends_) {
        const auto last = sure_.begin() + end;
        if (!std::any_of(first, last, here)) { return true; }
        first = last;
    }
    return false;
}

void Route::forget() {
    for (auto* part : {&alone_, &bars_, &doubts_, &together_, &sure_, &together_ends_, &sure_ends_}) {
        part->assign(part->capacity(), 0);
    }
    ranks_.assign(ranks_.capacity(), 0);
    start();
}

}  // namespace passerby::engine
