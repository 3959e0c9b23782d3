#include "engine/crowd_builder.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "engine/compiled_rules.hpp"
#include "engine/rarest.hpp"

namespace passerby::engine {

namespace {

// Drawing takes some looks; by and by each entry of a short stall would have its turn.
constexpr std::size_t rules_for_an_entry = 32;

}  // namespace

CrowdBuilder::CrowdBuilder(const IndexSource& source, const IndexShape& shape, SlotIndex& index)
    : source_(source), shape_(shape), index_(index), slot_field_(source.fields.fields.size()) {
    for (std::uint32_t at = 0; at < index.fields.size(); ++at) { slot_field_[index.fields[at].field] = at; }
}

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
    count_entries(crowd);
    put_up_stalls(crowd);
    fill_stalls(crowd);
    return crowd;
}

CrowdBuilder::Key CrowdBuilder::key_of(RuleId rule) const {
    if (index_.fields.empty()) { return {}; }
    const auto ask = rarest_ask(source_.asked.of(rule), source_.footprints);
    return ask ? Key{ask->number, slot_field_[source_.footprints.of(*ask).field]} : Key{};
}

std::span<const std::uint32_t> CrowdBuilder::values_of(const Key& key) const {
    return source_.footprints.values(source_.footprints.of(Ask{key.ask}));
}

void CrowdBuilder::count_entries(Crowd& crowd) {
    counts_.assign(index_.fields.size(), {});
    Stall of_all;
    for (const Key& key : keys_) {
        if (key.ask == no_ask) {
            ++of_all.end;
            continue;
        }
        auto& counts = counts_[key.slot_field];
        counts.resize(source_.fields.fields[index_.fields[key.slot_field].field].values());
        for (const std::uint32_t value : values_of(key)) { ++counts[value]; }
    }
    crowd.stalls.push_back(of_all);
}

// Each empty, where its entries will stand.
void CrowdBuilder::put_up_stalls(Crowd& crowd) {
    std::uint32_t entries = crowd.stalls.front().end;
    crowd.stalls.front().end = 0;
    for (std::uint32_t at = 0; at < counts_.size(); ++at) {
        if (counts_[at].empty()) { continue; }
        StallField& field = crowd.fields.emplace_back();
        field.slot_field = at;
        for (const std::uint32_t count : counts_[at]) {
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
        const Key& key = keys_[i];
        const CrowdEntry entry = entry_of(crowd.first + static_cast<Position>(i), key);
        const auto enter = [&](Stall& stall) {
            crowd.entries[stall.end++] = entry;
            stall.weight_max = std::max(stall.weight_max, entry.weight);
        };
        if (key.ask == no_ask) {
            enter(crowd.stalls[Crowd::stall_of_all]);
            continue;
        }
        const auto& of_value = field_of[key.slot_field]->of_value;
        for (const std::uint32_t value : values_of(key)) { enter(crowd.stalls[of_value[value]]); }
    }
}

CrowdEntry CrowdBuilder::entry_of(Position position, const Key& key) {
    CrowdEntry entry;
    entry.rule = index_.rules[position];
    entry.position = position & (UINT32_MAX >> 1);
    entry.elsewhere = key.ask != no_ask && values_of(key).size() > 1;
    entry.weight = std::nextafter(static_cast<float>(source_.rules.weight_of(entry.rule)), INFINITY);
    hints_.clear();
    for (const Ask ask : source_.asked.of(entry.rule)) {
        const Footprint& footprint = source_.footprints.of(ask);
        if (ask.number == key.ask && footprint.values_say_all) { continue; }
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
