#include "engine/lanes.hpp"

#include <algorithm>

// The same code once more for wider vectors, chosen when the program starts. The same bits in any case.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PASSERBY_FOR_EACH_PROCESSOR __attribute__((target_clones("default", "avx2", "avx512f")))
#else
#define PASSERBY_FOR_EACH_PROCESSOR
#endif

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

template <std::size_t width, class List>
[[gnu::always_inline]] inline RuleBits sift_block(const std::uint64_t* lanes, const List& alone,
                                                  const List& together, const List& ends) {
    const Sieve<width> sieve(lanes);
    typename Wide<width>::type left, accepted;
    sieve.read(block_lanes::present, left);
    for (const LaneId lane : alone) {
        sieve.read(lane, accepted);
        left &= accepted;
    }
    const LaneId* first = together.begin();
    for (const std::uint32_t end : ends) {
        const LaneId* const last = together.begin() + end;
        sieve.read_one_of(first, last, accepted);
        left &= accepted;
        first = last;
    }
    return sieve.bits(left);
}

template <std::size_t width, class List>
[[gnu::always_inline]] inline RuleBits doubt_block(const std::uint64_t* lanes, const List& alone,
                                                   const List& sure, const List& ends) {
    const Sieve<width> sieve(lanes);
    typename Wide<width>::type doubtful, certain;
    sieve.read(block_lanes::needs_check, doubtful);
    for (const LaneId lane : alone) {
        sieve.read(lane, certain);
        doubtful |= ~certain;
    }
    const LaneId* first = sure.begin();
    for (const std::uint32_t end : ends) {
        const LaneId* const last = sure.begin() + end;
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

PASSERBY_FOR_EACH_PROCESSOR
RuleBits Route::sift(const std::uint64_t* lanes, std::size_t width) const {
    switch (width) {
        case 1: return sift_block<1>(lanes, alone_, together_, together_ends_);
        case 2: return sift_block<2>(lanes, alone_, together_, together_ends_);
        case 4: return sift_block<4>(lanes, alone_, together_, together_ends_);
        default: return sift_block<8>(lanes, alone_, together_, together_ends_);
    }
}

PASSERBY_FOR_EACH_PROCESSOR
RuleBits Route::in_doubt(const std::uint64_t* lanes, std::size_t width) const {
    switch (width) {
        case 1: return doubt_block<1>(lanes, certain_, sure_, sure_ends_);
        case 2: return doubt_block<2>(lanes, certain_, sure_, sure_ends_);
        case 4: return doubt_block<4>(lanes, certain_, sure_, sure_ends_);
        default: return doubt_block<8>(lanes, certain_, sure_, sure_ends_);
    }
}

bool Route::is_in_doubt(const std::uint64_t* lanes, std::size_t width, std::size_t bit) const {
    const auto here = [&](LaneId lane) { return has(lanes, width, lane, bit); };
    if (here(block_lanes::needs_check)) { return true; }
    if (!std::all_of(certain_.begin(), certain_.end(), here)) { return true; }
    const LaneId* first = sure_.begin();
    for (const std::uint32_t end : sure_ends_) {
        const LaneId* const last = sure_.begin() + end;
        if (std::none_of(first, last, here)) { return true; }
        first = last;
    }
    return false;
}

void Route::forget() {
    for (List* list : {&alone_, &together_, &together_ends_, &certain_, &sure_, &sure_ends_}) {
        std::fill(list->items.begin(), list->items.end(), 0);
        list->count = 0;
    }
    ranks_.assign(ranks_.capacity(), 0);
    ranks_.clear();
}

}  // namespace passerby::engine
