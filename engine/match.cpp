#include "engine/match.hpp"

#include <bit>
#include <utility>

namespace passerby::engine {

MatchCursor::MatchCursor(const SlotMatcher& matcher, SearchBuffers& buffers)
    : matcher_(matcher), index_(matcher.index()), buffers_(buffers) {
    if (!matcher.is_open()) {
        next_block_ = index_.head.size();
        buffers_.found.clear();
        searched_ = true;
    }
}

std::optional<Position> MatchCursor::next(Position limit) {
    for (;;) {
        while (filled_ != 0) {
            const auto word = static_cast<std::size_t>(std::countr_zero(filled_));
            const std::uint64_t left = open_.candidates[word], lowest = left & (~left + 1);
            const auto bit = word * word_bits + static_cast<std::size_t>(std::countr_zero(left));
            const Position position = first_of_open_ + static_cast<Position>(bit);
            if (position >= limit) { return std::nullopt; }
            open_.candidates[word] = left ^ lowest;
            filled_ ^= unsigned{left == lowest} << word;
            if (holds(word, lowest, position)) { return position; }
        }
        if (next_block_ == index_.head.size()) { return next_of_search(limit); }
        if (index_.head[next_block_].first_entry >= limit) { return std::nullopt; }
        open(index_.head[next_block_++]);
    }
}

bool MatchCursor::holds(std::size_t word, std::uint64_t bit, Position position) const {
    return matcher_.spans_hold(position) &&
           ((open_.certain[word] & bit) != 0 || matcher_.holds_exactly(position));
}

// Which word has the first candidate nobody can foresee: no branch asks.
void MatchCursor::open(const Block& block) {
    matcher_.sift(block, open_);
    first_of_open_ = block.first_entry;
    for (std::size_t word = 0; word < block.width; ++word) {
        filled_ |= unsigned{open_.candidates[word] != 0} << word;
    }
}

std::optional<Position> MatchCursor::next_of_search(Position limit) {
    if (index_.clusters.empty()) { return std::nullopt; }
    if (!std::exchange(searched_, true)) { search_clusters(matcher_, index_.head_rules, buffers_); }
    if (told_ == buffers_.found.size() || buffers_.found[told_] >= limit) { return std::nullopt; }
    return buffers_.found[told_++];
}

std::span<const Position> find_all(const SlotMatcher& matcher, SearchBuffers& buffers) {
    if (!matcher.index().clusters.empty()) {
        search_clusters(matcher, 0, buffers);
        return buffers.found;
    }
    MatchCursor cursor(matcher, buffers);
    buffers.found.clear();
    while (const auto position = cursor.next()) { buffers.found.push_back(*position); }
    return buffers.found;
}

}  // namespace passerby::engine
