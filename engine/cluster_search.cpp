#include "engine/cluster_search.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace passerby::engine {

namespace {

class ClusterSearch {
  public:
    ClusterSearch(const SlotMatcher& matcher, Position from, SearchBuffers& buffers)
        : matcher_(matcher), index_(matcher.index()), from_(from), buffers_(buffers) {}

    void look_into(const Visit& visit) {
        const Cluster& cluster = index_.clusters[visit.cluster];
        std::uint32_t left = cluster.entries;
        for (const Block* block = &index_.blocks[cluster.first_block]; left > 0; ++block) {
            left -= block->rules;
            if (index_.entries[block->first_entry + block->rules - 1u] >= from_) {
                look_into(*block, visit, cluster.mixed);
            }
        }
    }

    // Last, when memory has had time to bring what is looked at here.
    void settle_doubts() {
        for (const Position at : buffers_.doubtful) {
            if (matcher_.holds_exactly(at)) { buffers_.marks.set(at); }
        }
    }

  private:
    void look_into(const Block& block, const Visit& visit, bool mixed) {
        const Sifted sifted = matcher_.sift(block);
        for (std::size_t i = 0; i < block.width; ++i) {
            const auto first = block.first_entry + static_cast<std::uint32_t>(i * word_bits);
            for (std::uint64_t word = sifted.candidates[i]; word != 0; word &= word - 1) {
                const auto bit = static_cast<std::uint32_t>(std::countr_zero(word));
                const bool of_value = !mixed || index_.value_of(first + bit) == visit.value;
                const Position at = index_.entries[first + bit];
                if (!of_value || at < from_ || !matcher_.spans_hold(first + bit)) { continue; }
                note(at, (sifted.certain[i] >> bit & 1) == 0);
            }
        }
    }

    void note(Position at, bool doubtful) {
        if (!doubtful) { return buffers_.marks.set(at); }
        matcher_.prefetch(at);
        buffers_.doubtful.push_back(at);
    }

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    Position from_;
    SearchBuffers& buffers_;
};

}  // namespace

void Marks::take(std::vector<Position>& positions) {
    for (std::size_t i = 0; i < filled_.size(); ++i) {
        for (std::uint64_t filled = std::exchange(filled_[i], 0); filled != 0; filled &= filled - 1) {
            const std::size_t at = i * word_bits + static_cast<std::size_t>(std::countr_zero(filled));
            for (std::uint64_t word = std::exchange(words_[at], 0); word != 0; word &= word - 1) {
                positions.push_back(static_cast<Position>(at * word_bits) +
                                    static_cast<Position>(std::countr_zero(word)));
            }
        }
    }
}

void SearchBuffers::forget() {
    visits.assign(visits.capacity(), Visit{});
    found.assign(found.capacity(), 0);
    doubtful.assign(doubtful.capacity(), 0);
}

void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits) {
    const SlotIndex& index = matcher.index();
    visits.assign(1, Visit{});
    for (std::uint32_t at = 0; at < index.fields.size(); ++at) {
        const SlotField& field = index.fields[at];
        if (field.cluster_of.empty()) { continue; }
        const auto add = [&](std::uint32_t value) {
            const bool leads = value < field.cluster_of.size() && field.cluster_of[value] != no_cluster;
            const Visit visit{leads ? field.cluster_of[value] : no_cluster, value, at};
            if (leads && std::find(visits.begin(), visits.end(), visit) == visits.end()) {
                visits.push_back(visit);
            }
        };
        const Landed& landed = matcher.landing().in(field.field);
        if (!landed.known) { continue; }
        if (landed.first == nullptr) { add(landed.cell.bucket); }
        for (const SymbolId symbol : landed.symbols()) { add(symbol); }
    }
}

void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers) {
    buffers.found.clear();
    const SlotIndex& index = matcher.index();
    if (!matcher.is_open()) { return; }
    find_visits(matcher, buffers.visits);
    buffers.doubtful.clear();
    buffers.marks.make_room(index.rules.size());
    ClusterSearch search(matcher, from, buffers);
    for (const Visit& visit : buffers.visits) { search.look_into(visit); }
    search.settle_doubts();
    buffers.marks.take(buffers.found);
}

}  // namespace passerby::engine
