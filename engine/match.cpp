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
        for (; word_ < width_; ++word_, first_of_word_ += word_bits) {
            while (const std::uint64_t word = open_.candidates[word_]) {
                const auto position = first_of_word_ + static_cast<Position>(std::countr_zero(word));
                if (position >= limit) { return std::nullopt; }
                open_.candidates[word_] = word & (word - 1);
                if (holds(word & (~word + 1), position)) { return position; }
            }
        }
        if (next_block_ == index_.head.size()) { return next_of_search(limit); }
        if (index_.head[next_block_].first_entry >= limit) { return std::nullopt; }
        open(index_.head[next_block_++]);
    }
}

bool MatchCursor::holds(std::uint64_t bit, Position position) const {
    return matcher_.spans_hold(position) &&
           ((open_.certain[word_] & bit) != 0 || matcher_.holds_exactly(position));
}

void MatchCursor::open(const Block& block) {
    open_ = matcher_.sift(block);
    word_ = 0;
    width_ = block.width;
    first_of_word_ = block.first_entry;
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
