#include "engine/match.hpp"

#include <bit>
#include <utility>

namespace passerby::engine {

MatchCursor::MatchCursor(const SlotMatcher& matcher, SearchBuffers& buffers)
    : matcher_(matcher), index_(matcher.index()), buffers_(buffers) {
    if (!matcher.is_open()) {
        block_ = index_.head.size();
        buffers_.found.clear();
        searched_ = true;
    }
}

std::optional<Position> MatchCursor::next(Position limit) {
    for (;;) {
        if (const auto position = next_of_block(limit)) { return position; }
        if (word_ < block_words_max) { return std::nullopt; }
        if (block_ == index_.head.size()) { return next_of_search(limit); }
        const Block& block = index_.head[block_];
        if (block.first_entry >= limit) { return std::nullopt; }
        open(block);
        ++block_;
    }
}

std::optional<Position> MatchCursor::next_of_block(Position limit) {
    for (; word_ < block_words_max; ++word_) {
        while (candidates_[word_] != 0) {
            const auto bit = static_cast<Position>(std::countr_zero(candidates_[word_]));
            const Position position = first_ + static_cast<Position>(word_ * word_bits) + bit;
            if (position >= limit) { return std::nullopt; }
            candidates_[word_] &= candidates_[word_] - 1;
            const bool doubtful = (doubts_[word_] >> bit & 1) != 0;
            if (!matcher_.spans_hold(position)) { continue; }
            if (!doubtful || matcher_.holds_exactly(position)) { return position; }
        }
    }
    return std::nullopt;
}

void MatchCursor::open(const Block& block) {
    candidates_ = matcher_.candidates(block);
    first_ = block.first_entry;
    if (is_empty(candidates_)) { return; }
    doubts_ = matcher_.in_doubt(block);
    word_ = 0;
}

std::optional<Position> MatchCursor::next_of_search(Position limit) {
    if (index_.clusters.empty()) { return std::nullopt; }
    if (!std::exchange(searched_, true)) { search_clusters(matcher_, index_.head_end(), buffers_); }
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
