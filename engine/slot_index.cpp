#include "engine/slot_index.hpp"

#include <algorithm>
#include <bit>

namespace passerby::engine {

Position SlotIndex::head_end() const {
    return head.empty() ? 0 : head.back().first_entry + head.back().rules;
}

namespace {

// Who passes in lanes of single values only, or does not ask, passes for sure.
void note_shared(const Field& field, LaneId first_lane, std::span<const Landed> landed, Route& route) {
    bool shared = false;
    for (const Landed& at : landed) { shared = shared || field.is_shared(at.bucket); }
    if (!shared) { return; }
    route.sure_in(first_lane + unknown_bucket);
    for (const Landed& at : landed) {
        if (!field.is_shared(at.bucket)) { route.sure_in(first_lane + at.bucket); }
    }
    route.end_of_sure();
}

void note_bars(const Field& field, LaneId first_lane, std::span<const Landed> landed, Route& route) {
    for (const Landed& at : landed) {
        if (at.value == Landed::no_value) { continue; }
        const Bucket bar = field.bar_of(at.value);
        if (field.is_shared_bar(bar)) {
            route.sure_in(first_lane + bar);
            route.end_of_sure();
        } else {
            route.pass(first_lane + bar);
        }
    }
}

}  // namespace

Position SlotIndex::tier_end(Position position) const {
    if (const Crowd* const crowd = crowd_at(position)) { return crowd->end; }
    Position end = position + 1;
    while (end < rules.size() && (tied[end / word_bits] >> (end % word_bits) & 1) != 0) { ++end; }
    return end;
}

const Crowd* SlotIndex::next_crowd(Position from) const {
    const auto crowd =
        std::find_if(crowds.begin(), crowds.end(), [&](const Crowd& at) { return from < at.end; });
    return crowd == crowds.end() ? nullptr : &*crowd;
}

const Crowd* SlotIndex::crowd_at(Position position) const {
    const Crowd* const crowd = next_crowd(position);
    return crowd != nullptr && crowd->first <= position ? crowd : nullptr;
}

void SlotIndex::find_route(const Fields& all_fields, const Landing& landing, Route& route) const {
    route.start(2 * landing.size() + fields.size());
    for (const SlotField& slot_field : fields) {
        const Field& field = all_fields.fields[slot_field.field];
        const auto landed = landing.in(slot_field.field);
        const LaneId first_lane = slot_field.first_lane;
        if (landed.size() == 1) {
            route.pass(first_lane + landed.front().bucket);
        } else {
            for (const Landed& at : landed) { route.pass_one_of(first_lane + at.bucket); }
            route.end_of_these();
        }
        if (field.text) { note_shared(field, first_lane, landed, route); }
        if (field.bars > 0) { note_bars(field, first_lane, landed, route); }
        if (field.is_ranked()) { route.rank(landed.front().rank); }
    }
}

bool SlotIndex::is_hopeless(const Landing& landing) const {
    return std::any_of(fields.begin(), fields.end(), [&](const SlotField& field) {
        if (field.somebody_passes.empty()) { return false; }
        const auto landed = landing.in(field.field);
        return std::none_of(landed.begin(), landed.end(),
                            [&](const Landed& at) { return field.somebody_passes[at.bucket]; });
    });
}

std::size_t SlotIndex::lane_bytes() const {
    return lanes.bytes() + (head.size() + blocks.size()) * sizeof(Block) + timelines.bytes() +
           tied.size() * sizeof(std::uint64_t);
}

std::size_t SlotIndex::cluster_bytes() const {
    std::size_t bytes = clusters.size() * sizeof(Cluster) + entries.size() * sizeof(Position) +
                        values.size() * sizeof(std::uint32_t) + spans.size() * sizeof(RankSpan);
    for (const SlotField& field : fields) { bytes += field.cluster_of.size() * sizeof(ClusterId); }
    return bytes;
}

std::size_t SlotIndex::bytes() const {
    return (rules.size() + disabled.size()) * sizeof(RuleId) + fields.size() * sizeof(SlotField) +
           lane_bytes() + cluster_bytes();
}

}  // namespace passerby::engine
