#include "engine/cluster_search.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace passerby::engine {

namespace {

// Looking at a found rule costs as much as crossing off so many.
constexpr std::size_t rejections_a_look = 64;

// Whose lanes are asked of memory while others are sifted.
constexpr std::size_t stretches_ahead = 8;

// `found(bit)` for each that is set.
template <class Found>
void for_each_bit(std::uint64_t word, Found&& found) {
    for (; word != 0; word &= word - 1) { found(static_cast<std::uint32_t>(std::countr_zero(word))); }
}

class ClusterSearch {
  public:
    ClusterSearch(const SlotMatcher& matcher, Position from, SearchBuffers& buffers)
        : matcher_(matcher), index_(matcher.index()), from_(from), buffers_(buffers) {}

    void run() {
        find_visits(matcher_, buffers_.visits);
        list_stretches();
        sift();
        gather();
        if (rejected_count() > found_count() * rejections_a_look) { check_found(); }
        settle_doubts();
        put_in_order();
    }

  private:
    void list_stretches() {
        const auto& visits = buffers_.visits;
        const auto cluster_of = [&](const Visit& visit) -> const Cluster& {
            return index_.clusters[visit.cluster];
        };
        std::size_t entries = 0;
        for (const Visit& visit : visits) { __builtin_prefetch(&cluster_of(visit)); }
        for (const Visit& visit : visits) {
            __builtin_prefetch(index_.blocks.data() + cluster_of(visit).first_block);
            entries += cluster_of(visit).entries;
        }
        buffers_.stretches.start(visits.size() + entries / block_rules_max + 1);
        for (const Visit& visit : visits) { list_stretches(cluster_of(visit)); }
    }

    void list_stretches(const Cluster& cluster) {
        const Block* block = index_.blocks.data() + cluster.first_block;
        const std::uint32_t end = cluster.first_entry + cluster.entries;
        for (std::uint32_t entry = cluster.first_entry; entry < end; ++block) {
            const std::uint32_t last = std::min(end, block->first_entry + block->rules);
            buffers_.stretches.add({block, entry - block->first_entry, last - block->first_entry});
            entry = last;
        }
    }

    void sift() {
        const auto stretches = buffers_.stretches.all();
        buffers_.words.start(stretches.size() * block_words_max);
        for (std::size_t i = 0; i < std::min(stretches_ahead, stretches.size()); ++i) {
            matcher_.prefetch_lanes(*stretches[i].block);
        }
        for (std::size_t number = 0; number < stretches.size(); ++number) {
            if (number + stretches_ahead < stretches.size()) {
                matcher_.prefetch_lanes(*stretches[number + stretches_ahead].block);
            }
            const auto& stretch = stretches[number];
            const Block& block = *stretch.block;
            Sifted sifted;
            matcher_.sift(block, sifted);
            const std::uint64_t* const ranked = matcher_.lane(block, block_lanes::ranked);
            const std::size_t last = (stretch.end - 1) / word_bits;
            std::uint64_t mask = ~std::uint64_t{0} << (stretch.first % word_bits);
            for (std::size_t i = stretch.first / word_bits; i <= last; ++i) {
                if (i == last) {
                    mask &= ~std::uint64_t{0} >> (word_bits - 1 - (stretch.end - 1) % word_bits);
                }
                const std::uint64_t word = sifted.candidates[i] & mask, sure = word & sifted.certain[i];
                const auto first_entry = block.first_entry + static_cast<std::uint32_t>(i * word_bits);
                buffers_.words.add({first_entry, sure & ~ranked[i], sure & ranked[i], word & ~sure},
                                   word != 0);
                __builtin_prefetch(index_.entries.data() + first_entry);
                mask = ~std::uint64_t{0};
            }
        }
    }

    void gather() {
        const auto words = buffers_.words.all();
        const std::size_t room = words.size() * word_bits + 1;
        if (buffers_.found.size() < room) { buffers_.found.resize(room); }
        buffers_.doubtful.start(room);
        Position* found = buffers_.found.data();
        for (const auto& word : words) {
            const Position* const entries = index_.entries.data() + word.first_entry;
            for_each_bit(word.plain, [&](std::uint32_t bit) {
                *found = entries[bit];
                found += *found >= from_ ? 1 : 0;
            });
            for_each_bit(word.ranked, [&](std::uint32_t bit) {
                *found = entries[bit];
                found += *found >= from_ && matcher_.spans_hold(word.first_entry + bit) ? 1 : 0;
            });
            for_each_bit(word.doubtful, [&](std::uint32_t bit) {
                buffers_.doubtful.add(entries[bit], entries[bit] >= from_);
            });
        }
        found_ = found;
    }

    std::size_t found_count() const { return static_cast<std::size_t>(found_ - buffers_.found.data()); }

    std::size_t rejected_count() const {
        std::size_t count = 0;
        index_.rejections.for_each(matcher_.landing(),
                                   [&](std::span<const Position> rejected) { count += rejected.size(); });
        return count;
    }

    // Instead of crossing off.
    void check_found() {
        checked_ = true;
        Position* const end = std::exchange(found_, buffers_.found.data());
        std::for_each(buffers_.found.data(), end, [&](Position at) { matcher_.prefetch(at); });
        std::for_each(buffers_.found.data(), end, [&](Position at) {
            *found_ = at;
            found_ += matcher_.holds_exactly(at) ? 1 : 0;
        });
    }

    // Last, when memory has had time to bring what is looked at here.
    void settle_doubts() {
        for (const Position at : buffers_.doubtful.all()) { matcher_.prefetch(at); }
        for (const Position at : buffers_.doubtful.all()) {
            *found_ = at;
            found_ += matcher_.holds_exactly(at) ? 1 : 0;
        }
    }

    void put_in_order() {
        Marks& marks = buffers_.marks;
        Position* const first = buffers_.found.data();
        std::for_each(first, found_, [&](Position at) { marks.set(at); });
        if (!checked_) {
            index_.rejections.for_each(matcher_.landing(), [&](std::span<const Position> rejected) {
                for (const Position at : rejected) { marks.clear(at); }
            });
        }
        buffers_.found.resize(static_cast<std::size_t>(marks.take(first) - first));
    }

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    Position from_;
    SearchBuffers& buffers_;
    Position* found_ = nullptr;  // behind those found so far
    bool checked_ = false;       // whoever rejects something is out already
};

}  // namespace

Position* Marks::take(Position* to) {
    for (std::size_t i = 0; i < filled_.size(); ++i) {
        for (std::uint64_t filled = std::exchange(filled_[i], 0); filled != 0; filled &= filled - 1) {
            const std::size_t at = i * word_bits + static_cast<std::size_t>(std::countr_zero(filled));
            for_each_bit(std::exchange(words_[at], 0),
                         [&](std::uint32_t bit) { *to++ = static_cast<Position>(at * word_bits) + bit; });
        }
    }
    return to;
}

void SearchBuffers::forget() {
    visits.assign(visits.capacity(), Visit{});
    found.assign(found.capacity(), 0);
    stretches.forget();
    words.forget();
    doubtful.forget();
}

void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits) {
    const SlotIndex& index = matcher.index();
    visits.assign(1, Visit{});
    for (std::uint32_t at = 0; at < index.fields.size(); ++at) {
        const SlotField& field = index.fields[at];
        if (field.cluster_of.empty()) { continue; }
        const std::size_t first = visits.size();
        const auto add = [&](std::uint32_t value) {
            if (value >= field.cluster_of.size() || field.cluster_of[value] == no_cluster) { return; }
            const Visit visit{field.cluster_of[value], at};
            const auto earlier = visits.begin() + static_cast<std::ptrdiff_t>(first);
            if (std::find(earlier, visits.end(), visit) == visits.end()) { visits.push_back(visit); }
        };
        matcher.landing().in(field.field).for_each_value(add);
    }
}

void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers) {
    if (!matcher.is_open()) { return buffers.found.clear(); }
    buffers.marks.make_room(matcher.index().rules.size());
    ClusterSearch(matcher, from, buffers).run();
}

}  // namespace passerby::engine
