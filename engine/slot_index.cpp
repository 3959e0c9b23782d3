#include "engine/slot_index.hpp"

#include <algorithm>

namespace passerby::engine {

Lane Lane::first(std::size_t count) {
    Lane lane;
    for (std::size_t word = 0; word < lane.words.size(); ++word) {
        const std::size_t before = word * 64;
        const std::size_t bits = count <= before ? 0 : std::min<std::size_t>(64, count - before);
        lane.words[word] = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    }
    return lane;
}

Lane SlotIndex::accepting(const SlotField& field, Buckets buckets, std::size_t block) const {
    Lane accepted = lane(field, buckets.first, block);
    if (!buckets.is_own()) { accepted &= lane(field, buckets.second, block); }
    return accepted;
}

Lane SlotIndex::candidates(std::size_t block, const Landing& landing) const {
    Lane left = Lane::first(rules.size() - block * block_rules);
    for (const SlotField& field : fields) {
        const auto buckets = landing.buckets(field.field);
        Lane accepted = accepting(field, buckets.front(), block);
        for (const Buckets& more : buckets.subspan(1)) { accepted |= accepting(field, more, block); }
        left &= accepted;
        if (left.is_empty()) { break; }
    }
    return left;
}

bool SlotIndex::is_open(std::size_t block, std::size_t bit, const Landing& landing) const {
    if (needs_check[block].has(bit)) { return true; }
    return std::any_of(fields.begin(), fields.end(), [&](const SlotField& field) {
        return landing.is_inexact(field.field) && !lane(field, unknown_bucket, block).has(bit);
    });
}

std::size_t SlotIndex::bytes() const {
    return (rules.size() + disabled.size()) * sizeof(RuleId) +
           (lanes.size() + on_site_clock.size() + needs_check.size()) * sizeof(Lane) +
           fields.size() * sizeof(SlotField);
}

}  // namespace passerby::engine
