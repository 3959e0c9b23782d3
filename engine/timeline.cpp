#include "engine/timeline.hpp"

#include <algorithm>

namespace passerby::engine {

std::uint32_t Timelines::add(std::span<const Term> terms, std::size_t width) {
    std::vector<Instant> edges;
    for (const Term& term : terms) {
        if (term.from != Instant::min()) { edges.push_back(term.from); }
        if (term.until != Instant::max()) { edges.push_back(term.until); }
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    timelines_.push_back(
        {static_cast<std::uint32_t>(edges_.size()), static_cast<std::uint32_t>(edges.size()), words_.size()});
    edges_.insert(edges_.end(), edges.begin(), edges.end());
    const std::size_t first_word = words_.size();
    words_.resize(first_word + (edges.size() + 1) * width);
    for (const Term& term : terms) {
        // The stretch that begins at edge i is number i + 1.
        const auto after = [&](Instant at) {
            return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), at) - edges.begin());
        };
        const std::size_t end = term.until == Instant::max() ? edges.size() + 1 : after(term.until);
        for (std::size_t i = term.from == Instant::min() ? 0 : after(term.from); i < end; ++i) {
            words_[first_word + i * width + term.bit / word_bits] |= std::uint64_t{1}
                                                                     << (term.bit % word_bits);
        }
    }
    return static_cast<std::uint32_t>(timelines_.size() - 1);
}

const std::uint64_t* Timelines::stretch(std::uint32_t timeline, Instant now, std::size_t width) const {
    const Timeline& line = timelines_[timeline];
    const auto first = edges_.begin() + line.first_edge;
    const auto passed = std::upper_bound(first, first + line.edges, now) - first;
    return words_.data() + line.first_word + static_cast<std::size_t>(passed) * width;
}

RuleBits Timelines::in_force(std::uint32_t timeline, Instant now, std::size_t width) const {
    RuleBits bits{};
    std::copy_n(stretch(timeline, now, width), width, bits.begin());
    return bits;
}

std::size_t Timelines::bytes() const {
    return timelines_.size() * sizeof(Timeline) + edges_.size() * sizeof(Instant) +
           words_.size() * sizeof(std::uint64_t);
}

}  // namespace passerby::engine
