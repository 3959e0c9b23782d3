#include "engine/slot_index.hpp"

#include <algorithm>
#include <bit>

namespace passerby::engine {

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

namespace {

void note_bars(const Field& field, LaneId first_lane, std::span<const Landed> landed, Route::Writer& route) {
    for (const Landed& at : landed) {
        if (at.value == Landed::no_value) { continue; }
        const Bucket bar = field.bar_of(at.value);
        const bool shared = field.is_shared_bar(bar);
        route.pass(first_lane + bar, !shared);
        route.certain_in(first_lane + bar, shared);
    }
}

void note_field(const Field& field, LaneId first_lane, std::span<const Landed> landed, Route::Writer& route) {
    const bool one = landed.size() == 1;
    bool in_doubt = false;
    route.sure_in(first_lane + unknown_bucket, true);
    for (const Landed& at : landed) {
        const LaneId lane = first_lane + at.bucket;
        const bool shared = field.is_shared(at.bucket);
        in_doubt = in_doubt || shared;
        route.pass(lane, one);
        route.pass_one_of(lane, !one);
        route.sure_in(lane, !shared);
    }
    route.end_of_these(!one);
    route.end_of_sure(in_doubt);
}

}  // namespace

void SlotIndex::find_route(const Fields& all_fields, const Landing& landing, Route& route) const {
    Route::Writer writer(route, 2 * landing.size() + fields.size() + 1);
    for (const SlotField& slot_field : fields) {
        const Field& field = all_fields.fields[slot_field.field];
        const auto landed = landing.in(slot_field.field);
        note_field(field, slot_field.first_lane, landed, writer);
        if (field.bars > 0) { note_bars(field, slot_field.first_lane, landed, writer); }
        if (field.is_ranked()) { writer.rank(landed.front().rank); }
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
