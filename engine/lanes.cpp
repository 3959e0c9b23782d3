#include "engine/lanes.hpp"

#include <algorithm>

// The same code once more for wider vectors, chosen when the program starts. The same bits in any case.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PASSERBY_FOR_EACH_PROCESSOR __attribute__((target_clones("default", "avx2", "avx512f")))
#define PASSERBY_HAS_WIDE_REGISTERS (__builtin_cpu_init(), __builtin_cpu_supports("avx512f") != 0)
#else
#define PASSERBY_FOR_EACH_PROCESSOR
#define PASSERBY_HAS_WIDE_REGISTERS false
#endif

namespace passerby::engine {

namespace {

// Whether a lane of eight words fits into a register; else it is sifted by halves.
const bool has_wide_registers = PASSERBY_HAS_WIDE_REGISTERS;

template <std::size_t words>
struct Wide {
    typedef std::uint64_t type __attribute__((vector_size(words * sizeof(std::uint64_t))));
};
template <>
struct Wide<1> {
    using type = std::uint64_t;
};

}  // namespace

// The lanes of a block whose lanes are `width` words, `words` of them at a time.
template <std::size_t width, std::size_t words>
class Route::Sieve {
  public:
    Sieve(const Route& route, const std::uint64_t* lanes) : route_(route), lanes_(lanes) {}

    [[gnu::always_inline]] void sift(Sifted& sifted) {
        for (std::size_t first = 0; first < width; first += words, lanes_ += words) {
            Word left, doubtful;
            read(block_lanes::present, left);
            read(block_lanes::needs_check, doubtful);
            sift_lanes(left, doubtful);
            sift_sets(left, doubtful);
            const Word certain = left & ~doubtful;
            std::memcpy(sifted.candidates.data() + first, &left, sizeof left);
            std::memcpy(sifted.certain.data() + first, &certain, sizeof certain);
        }
    }

  private:
    using Word = typename Wide<words>::type;

    // Vectors go by reference: by value, how they are passed would depend on the processor.
    [[gnu::always_inline]] void read(LaneId id, Word& word) const {
        std::memcpy(&word, lanes_ + std::size_t{id} * width, sizeof word);
    }

    [[gnu::always_inline]] void sift_lanes(Word& left, Word& doubtful) const {
        Word lane;
        for (const LaneId* id = route_.passed_.data(); id != route_.passed_end_; id += stride) {
            for (std::size_t i = 0; i < stride; ++i) {
                read(id[i], lane);
                left &= lane;
            }
        }
        for (const LaneId* id = route_.certain_.data(); id != route_.certain_end_; id += stride) {
            for (std::size_t i = 0; i < stride; ++i) {
                read(id[i], lane);
                doubtful |= ~lane;
            }
        }
    }

    // Without a branch where a set ends: how many members it has nobody can foresee.
    [[gnu::always_inline]] void sift_sets(Word& left, Word& doubtful) const {
        Word lane, any{}, certain{};
        for (const Member* member = route_.members_.data(); member != route_.members_end_; member += stride) {
            for (std::size_t i = 0; i < stride; ++i) {
                read(member[i].lane, lane);
                any |= lane;
                certain |= lane & member[i].own;
                left &= any | member[i].goes_on;
                doubtful |= ~(certain | member[i].goes_on);
                any &= member[i].goes_on;
                certain &= member[i].goes_on;
            }
        }
    }

    const Route& route_;
    const std::uint64_t* lanes_;
};

PASSERBY_FOR_EACH_PROCESSOR
void Route::sift(const std::uint64_t* lanes, std::size_t width, Sifted& sifted) const {
    switch (width) {
        case 1: Sieve<1, 1>(*this, lanes).sift(sifted); break;
        case 2: Sieve<2, 2>(*this, lanes).sift(sifted); break;
        case 4: Sieve<4, 4>(*this, lanes).sift(sifted); break;
        default:
            if (has_wide_registers) {
                Sieve<8, 8>(*this, lanes).sift(sifted);
            } else {
                Sieve<8, 4>(*this, lanes).sift(sifted);
            }
    }
}

void Route::prefetch(const std::uint64_t* lanes, std::size_t width) const {
    const auto ask = [&](LaneId id) { __builtin_prefetch(lanes + id * width); };
    ask(block_lanes::present);
    for (const LaneId id : std::span(passed_.data(), passed_end_)) { ask(id); }
    for (const LaneId id : std::span(certain_.data(), certain_end_)) { ask(id); }
    for (const Member& member : std::span(members_.data(), members_end_)) { ask(member.lane); }
}

namespace {

// Should there be no memory, the list is empty and as long as it was.
template <class Item>
void make_room_in(std::vector<Item>& list, Item*& end, std::size_t size) {
    std::fill(list.data(), end, Item{});
    end = list.data();
    if (list.size() < size) [[unlikely]] {
        list.resize(size);
        end = list.data();
    }
}

}  // namespace

// What the last request left is overwritten first: so forgetting costs as much as there is to forget.
void Route::make_room(std::size_t values, std::size_t fields) {
    const std::size_t lanes = 2 * values + fields + stride;
    make_room_in(passed_, passed_end_, lanes);
    make_room_in(certain_, certain_end_, lanes);
    make_room_in(members_, members_end_, lanes);
    make_room_in(ranks_, ranks_end_, fields);
}

// Takes no memory: it is called where there was none.
void Route::forget() {
    make_room_in(passed_, passed_end_, 0);
    make_room_in(certain_, certain_end_, 0);
    make_room_in(members_, members_end_, 0);
    make_room_in(ranks_, ranks_end_, 0);
}

}  // namespace passerby::engine
