#include "engine/crowd_builder.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/compiled_rules.hpp"
#include "engine/rarest.hpp"
#include "engine/value_counts.hpp"

namespace passerby::engine {

namespace {

// Drawing takes some looks; by and by each entry of a short stall would have its turn.
constexpr std::size_t rules_for_an_entry = 32;

}  // namespace

CrowdBuilder::CrowdBuilder(const IndexSource& source, const IndexShape& shape, SlotIndex& index)
    : source_(source), shape_(shape), index_(index), slot_field_(slot_fields_of(source.fields, index)) {}

void CrowdBuilder::build() {
    const auto rules = static_cast<Position>(index_.rules.size());
    for (Position first = 0, end = 0; first < rules; first = end) {
        end = index_.tier_end(first);
        if (end - first >= shape_.crowd_rules) { index_.crowds.push_back(crowd_of(first, end)); }
    }
}

Crowd CrowdBuilder::crowd_of(Position first, Position end) {
    Crowd crowd;
    crowd.first = first;
    crowd.end = end;
    crowd.drawn_from = shape_.crowd_rules / rules_for_an_entry;
    keys_.clear();
    for (Position at = first; at < end; ++at) { keys_.push_back(key_of(index_.rules[at])); }
    put_up_stalls(crowd);
    fill_stalls(crowd);
    return crowd;
}

std::uint32_t CrowdBuilder::key_of(RuleId rule) const {
    if (index_.fields.empty()) { return no_ask; }
    const auto ask = rarest_ask(source_.asked.of(rule), source_.footprints);
    return ask ? ask->number : no_ask;
}

// Each empty, where its entries will stand.
void CrowdBuilder::put_up_stalls(Crowd& crowd) const {
    ValueCounts counts(index_.fields.size());
    for (const std::uint32_t key : keys_) { counts.add(source_, slot_field_, key); }
    crowd.stalls.emplace_back();
    std::uint32_t entries = counts.of_no_value;
    for (std::uint32_t at = 0; at < counts.of_values.size(); ++at) {
        if (counts.of_values[at].empty()) { continue; }
        StallField& field = crowd.fields.emplace_back();
        field.slot_field = at;
        for (const std::uint32_t count : counts.of_values[at]) {
            field.of_value.push_back(count == 0 ? Crowd::no_stall
                                                : static_cast<StallId>(crowd.stalls.size()));
            if (count > 0) { crowd.stalls.push_back({entries, entries}); }
            entries += count;
        }
    }
    crowd.entries.resize(entries);
}

// In the order of positions, so that each stall has them ascending.
void CrowdBuilder::fill_stalls(Crowd& crowd) {
    std::vector<const StallField*> field_of(index_.fields.size());
    for (const StallField& field : crowd.fields) { field_of[field.slot_field] = &field; }
    for (std::size_t i = 0; i < keys_.size(); ++i) {
        const std::uint32_t key = keys_[i];
        const CrowdEntry entry = entry_of(crowd.first + static_cast<Position>(i), key);
        const auto enter = [&](Stall& stall) {
            crowd.entries[stall.end++] = entry;
            stall.weight_max = std::max(stall.weight_max, entry.weight);
        };
        if (key == no_ask) {
            enter(crowd.stalls[Crowd::stall_of_all]);
            continue;
        }
        const Footprint& footprint = source_.footprints.of(Ask{key});
        const auto& of_value = field_of[slot_field_[footprint.field]]->of_value;
        for (const std::uint32_t value : source_.footprints.values(footprint)) {
            enter(crowd.stalls[of_value[value]]);
        }
    }
}

CrowdEntry CrowdBuilder::entry_of(Position position, std::uint32_t key) {
    CrowdEntry entry;
    entry.rule = index_.rules[position];
    entry.position = position & (UINT32_MAX >> 1);
    entry.elsewhere = key != no_ask && source_.footprints.of(Ask{key}).value_count > 1;
    entry.weight = std::nextafter(static_cast<float>(source_.rules.weight_of(entry.rule)), INFINITY);
    hints_.clear();
    for (const Ask ask : source_.asked.of(entry.rule)) {
        const Footprint& footprint = source_.footprints.of(ask);
        if (ask.number == key && footprint.values_say_all) { continue; }
        if (const auto hint = hint_of(footprint)) { hints_.push_back(*hint); }
    }
    std::stable_sort(hints_.begin(), hints_.end(),
                     [](const Hint& one, const Hint& other) { return one.share < other.share; });
    for (std::size_t i = 0; i < std::min(hints_.size(), entry.glances.size()); ++i) {
        entry.glances[i] = hints_[i].glance;
    }
    return entry;
}

std::optional<CrowdBuilder::Hint> CrowdBuilder::hint_of(const Footprint& footprint) const {
    const std::uint32_t at = slot_field_[footprint.field];
    if (index_.fields.empty() || at >= Glance::fields_max || footprint.bars) { return std::nullopt; }
    const Field& field = source_.fields.fields[footprint.field];
    const std::uint32_t bits = bits_of(footprint, field);
    if (bits == Glance::all_bits) { return std::nullopt; }
    const auto lanes = static_cast<float>(footprint.lane_count) / field.buckets;
    const float share = footprint.rejects           ? 1 - lanes
                        : footprint.value_count > 0 ? footprint.frequency
                                                    : lanes;
    return Hint{Glance(at, bits), share};
}

std::uint32_t CrowdBuilder::bits_of(const Footprint& footprint, const Field& field) const {
    std::uint32_t bits = 0;
    const auto lanes = source_.footprints.lanes(footprint);
    if (!footprint.rejects) {
        for (const Bucket lane : lanes) { bits |= Glance::bit_of(field, lane); }
        return bits;
    }
    for (Bucket bucket = unknown_bucket + 1; bucket < field.buckets; ++bucket) {
        const bool fails = std::find(lanes.begin(), lanes.end(), bucket) != lanes.end();
        if (!fails) { bits |= Glance::bit_of(field, bucket); }
    }
    return bits;
}

}  // namespace passerby::engine
