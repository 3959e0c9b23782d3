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

const Crowd* SlotIndex::find_crowd(Position from) const {
    const auto crowd =
        std::find_if(crowds.begin(), crowds.end(), [&](const Crowd& at) { return from < at.end; });
    return crowd == crowds.end() ? nullptr : &*crowd;
}

const Crowd* SlotIndex::crowd_at(Position position) const {
    const Crowd* const crowd = next_crowd(position);
    return crowd != nullptr && crowd->first <= position ? crowd : nullptr;
}

namespace {

void note_text(const Field& field, LaneId first_lane, SymbolId symbol, Route::Writer& route) {
    const Bucket bucket = field.of_text(symbol).bucket;
    route.pass_in(first_lane + bucket);
    route.certain_in(first_lane + unknown_bucket, field.is_shared(bucket));
}

void note_bars(const Field& field, LaneId first_lane, std::span<const SymbolId> members,
               Route::Writer& route) {
    for (const SymbolId member : members) {
        const Bucket bar = field.of_text(member).bar;
        const bool shared = field.is_shared_bar(bar);
        route.pass_in(first_lane + bar, bar != TextCell::no_bar && !shared);
        route.certain_in(first_lane + bar, shared);
    }
}

void note_set(const Field& field, LaneId first_lane, std::span<const SymbolId> members,
              Route::Writer& route) {
    if (members.empty()) { return route.pass_in(first_lane + unlisted_bucket); }
    for (const SymbolId member : members) {
        const Bucket bucket = field.of_text(member).bucket;
        route.pass_in_one_of(first_lane + bucket, field.is_shared(bucket));
    }
    route.end_of_set(first_lane + unknown_bucket);
    if (field.bars > 0) { note_bars(field, first_lane, members, route); }
}

void note_number(const Field& field, LaneId first_lane, Cell cell, Route::Writer& route) {
    route.pass_in(first_lane + cell.bucket);
    if (field.is_ranked()) { route.rank(cell.rank); }
}

}  // namespace

void SlotIndex::find_route(const Fields& all_fields, const Landing& landing, Route& route) const {
    Route::Writer writer(route, landing.symbols_max(), fields.size());
    for (const SlotField& slot_field : fields) {
        const Field& field = all_fields.fields[slot_field.field];
        const Landed& landed = landing.in(slot_field.field);
        const LaneId first_lane = slot_field.first_lane;
        if (!landed.known) {
            note_number(field, first_lane, Cell{}, writer);
        } else if (field.set) {
            note_set(field, first_lane, landed.symbols(), writer);
        } else if (field.text) {
            note_text(field, first_lane, *landed.first, writer);
        } else {
            note_number(field, first_lane, landed.cell, writer);
        }
    }
}

bool SlotIndex::is_hopeless(const Fields& all_fields, const Landing& landing) const {
    return std::any_of(asked_by_all.begin(), asked_by_all.end(), [&](std::uint32_t at) {
        const SlotField& field = fields[at];
        const auto passes = [&](Bucket bucket) { return field.somebody_passes[bucket]; };
        return !landing.passes_in(field.field, all_fields.fields[field.field], passes);
    });
}

std::size_t SlotIndex::lane_bytes() const {
    return lanes.bytes() + (head.size() + blocks.size()) * sizeof(Block) + timelines.bytes() +
           tied.size() * sizeof(std::uint64_t);
}

std::size_t SlotIndex::cluster_bytes() const {
    std::size_t bytes = rejections.bytes() + clusters.size() * sizeof(Cluster) +
                        entries.size() * sizeof(Position) + spans.size() * sizeof(RankSpan);
    for (const SlotField& field : fields) { bytes += field.cluster_of.size() * sizeof(ClusterId); }
    return bytes;
}

std::size_t SlotIndex::crowd_bytes() const {
    std::size_t bytes = 0;
    for (const Crowd& crowd : crowds) { bytes += crowd.bytes(); }
    return bytes;
}

std::size_t SlotIndex::bytes() const {
    return (rules.size() + disabled.size()) * sizeof(RuleId) + fields.size() * sizeof(SlotField) +
           lane_bytes() + cluster_bytes() + crowd_bytes();
}

}  // namespace passerby::engine
