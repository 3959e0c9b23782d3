#include "engine/cluster_search.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace passerby::engine {

namespace {

// More than so many are sooner put in order by marking them than by comparing them.
constexpr std::size_t sorted_by_comparing_max = 64;

class ClusterSearch {
  public:
    ClusterSearch(const SlotMatcher& matcher, Position from, std::vector<Position>& found)
        : matcher_(matcher), index_(matcher.index()), from_(from), found_(found) {}

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

  private:
    void look_into(const Block& block, const Visit& visit, bool mixed) {
        const RuleBits candidates = matcher_.candidates(block);
        if (is_empty(candidates)) { return; }
        const RuleBits doubts = matcher_.in_doubt(block);
        for (std::size_t i = 0; i < block.width; ++i) {
            for (std::uint64_t word = candidates[i]; word != 0; word &= word - 1) {
                const auto bit = static_cast<std::uint32_t>(std::countr_zero(word));
                const std::uint32_t entry =
                    block.first_entry + static_cast<std::uint32_t>(i * word_bits) + bit;
                if (mixed && index_.value_of(entry) != visit.value) { continue; }
                const Position position = index_.entries[entry];
                if (position < from_ || !matcher_.spans_hold(entry)) { continue; }
                const bool doubtful = (doubts[i] >> bit & 1) != 0;
                if (!doubtful || matcher_.holds_exactly(position)) { found_.push_back(position); }
            }
        }
    }

    const SlotMatcher& matcher_;
    const SlotIndex& index_;
    Position from_;
    std::vector<Position>& found_;
};

// Ascending, each once.
void sort_by_marks(std::vector<Position>& found, std::vector<std::uint64_t>& marks, std::size_t rules) {
    marks.resize(std::max(marks.size(), rules / word_bits + 1));
    for (const Position at : found) { marks[at / word_bits] |= std::uint64_t{1} << (at % word_bits); }
    found.clear();
    for (std::size_t i = 0; i < rules / word_bits + 1; ++i) {
        for (std::uint64_t word = std::exchange(marks[i], 0); word != 0; word &= word - 1) {
            found.push_back(static_cast<Position>(i * word_bits) +
                            static_cast<Position>(std::countr_zero(word)));
        }
    }
}

void sort(std::vector<Position>& found, std::vector<std::uint64_t>& marks, std::size_t rules) {
    if (found.size() > sorted_by_comparing_max) { return sort_by_marks(found, marks, rules); }
    std::sort(found.begin(), found.end());
    found.erase(std::unique(found.begin(), found.end()), found.end());
}

}  // namespace

void SearchBuffers::forget() {
    visits.assign(visits.capacity(), Visit{});
    found.assign(found.capacity(), 0);
}

void find_visits(const SlotMatcher& matcher, std::vector<Visit>& visits) {
    const SlotIndex& index = matcher.index();
    visits.assign(1, Visit{});
    for (std::uint32_t at = 0; at < index.fields.size(); ++at) {
        const SlotField& field = index.fields[at];
        if (field.cluster_of.empty()) { continue; }
        for (const Landed& landed : matcher.landing().in(field.field)) {
            if (landed.value >= field.cluster_of.size()) { continue; }
            const ClusterId cluster = field.cluster_of[landed.value];
            if (cluster != no_cluster) { visits.push_back({cluster, landed.value, at}); }
        }
    }
}

void search_clusters(const SlotMatcher& matcher, Position from, SearchBuffers& buffers) {
    buffers.found.clear();
    const SlotIndex& index = matcher.index();
    if (!matcher.is_open() || index.is_hopeless(matcher.landing())) { return; }
    find_visits(matcher, buffers.visits);
    ClusterSearch search(matcher, from, buffers.found);
    for (const Visit& visit : buffers.visits) { search.look_into(visit); }
    sort(buffers.found, buffers.marks, index.rules.size());
}

}  // namespace passerby::engine
