#include "engine/slot_index_builder.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "engine/compiled_rules.hpp"
#include "engine/field_builder.hpp"
#include "engine/rarest.hpp"
#include "engine/value_counts.hpp"

namespace passerby::engine {

namespace {

// So few rules are checked one by one sooner than their lanes are laid out.
constexpr std::size_t rules_without_lanes_max = 2;

// A head where hardly a request finds anything is a detour.
constexpr float matches_worth_a_head = 1;
// What looking into another cluster costs, in times as many looks at rules as share a block.
constexpr float price_of_visit = 4;

}  // namespace

SlotIndexBuilder::SlotIndexBuilder(const IndexSource& source, const IndexShape& shape, SlotIndex& index)
    : source_(source), shape_(shape), index_(index) {}

void SlotIndexBuilder::build() {
    choose_fields();
    slot_field_ = slot_fields_of(source_.fields, index_);
    find_ties();
    BlockBuilder blocks(source_, index_);
    const std::size_t head_rules =
        has_clusters() && expected_matches(shape_.head_rules) < matches_worth_a_head
            ? std::min(shape_.head_rules, block_rules_max)
            : std::min(shape_.head_rules, index_.rules.size());
    index_.head_rules = static_cast<Position>(head_rules);
    index_.entries.resize(head_rules);
    std::iota(index_.entries.begin(), index_.entries.end(), Position{0});
    if (has_clusters()) {
        choose_keys();
        list_rejections();
        make_clusters();
        fill_clusters();
    }
    index_.lanes.reserve(words_for_all(blocks));
    build_head(blocks);
    build_all_blocks(blocks);
    fill_spans();
}

// Of a request in the first rules, if values come as often as they are asked for and one has nothing to do
// with another: a guess, which costs nothing but time where it is wrong.
float SlotIndexBuilder::expected_matches(std::size_t rules) const {
    float expected = 0;
    for (std::size_t at = 0; at < std::min(rules, index_.rules.size()); ++at) {
        float share = 1;
        for (const Ask ask : source_.asked.of(index_.rules[at])) {
            const Footprint& footprint = source_.footprints.of(ask);
            if (footprint.value_count > 0) { share *= std::min(1.0F, footprint.frequency); }
        }
        expected += share;
    }
    return expected;
}

void SlotIndexBuilder::fill_spans() {
    std::vector<std::size_t> ranked(index_.fields.size());
    for (std::size_t at = 0; at < index_.fields.size(); ++at) {
        if (source_.fields.fields[index_.fields[at].field].is_ranked()) {
            ranked[at] = ++index_.ranked_fields;
        }
    }
    if (index_.ranked_fields == 0) { return; }
    index_.spans.resize(index_.entries.size() * index_.ranked_fields);
    for (std::size_t entry = 0; entry < index_.entries.size(); ++entry) {
        const bool in_head = entry < index_.head_rules;
        const auto asks = in_head ? source_.asked.of(index_.rules[entry])
                                  : asks_of(entrants_[entrant_of_[entry - index_.head_rules]]);
        for (const Ask ask : asks) {
            const Footprint& footprint = source_.footprints.of(ask);
            const std::size_t number = ranked[slot_field_[footprint.field]];
            if (number == 0) { continue; }
            index_.spans[entry * index_.ranked_fields + number - 1] = footprint.ranks;
        }
    }
}

void SlotIndexBuilder::choose_fields() {
    index_.lane_count = block_lanes::first_of_fields;
    std::vector<std::uint32_t> times_asked(source_.fields.fields.size());  // by FieldId
    if (index_.rules.size() <= rules_without_lanes_max) { return; }
    std::vector<RuleId> last_asked(times_asked.size(), UINT32_MAX);
    std::vector<bool> in_ways(times_asked.size());  // by FieldId; of rules in clusters
    for (const RuleId rule : index_.rules) {
        for (const Ask ask : source_.asked.of(rule)) {
            const FieldId field = source_.footprints.of(ask).field;
            if (std::exchange(last_asked[field], rule) != rule) { ++times_asked[field]; }
        }
        note_fields_of_ways(rule, in_ways);
    }
    for (std::size_t field = 0; field < times_asked.size(); ++field) {
        if (times_asked[field] == 0 && !in_ways[field]) { continue; }
        index_.fields.push_back({static_cast<FieldId>(field), index_.lane_count});
        index_.lane_count += static_cast<LaneId>(source_.fields.fields[field].lanes());
        if (has_clusters() && times_asked[field] == index_.rules.size()) {
            note_who_passes(index_.fields.size() - 1);
        }
    }
}

void SlotIndexBuilder::note_fields_of_ways(RuleId rule, std::vector<bool>& asked) const {
    if (!has_clusters()) { return; }
    for (std::size_t way = 0; way < source_.asked.way_count(rule); ++way) {
        for (const Ask ask : source_.asked.of_way(rule, way)) {
            asked[source_.footprints.of(ask).field] = true;
        }
    }
}

void SlotIndexBuilder::note_who_passes(std::size_t at) {
    SlotField& slot_field = index_.fields[at];
    const Field& field = source_.fields.fields[slot_field.field];
    std::vector<bool> somebody(field.lanes());
    for (const RuleId rule : index_.rules) {
        for (const Ask ask : source_.asked.of(rule)) {
            const Footprint& footprint = source_.footprints.of(ask);
            if (footprint.field != slot_field.field) { continue; }
            if (footprint.rejects) { return; }
            for (const Bucket lane : source_.footprints.lanes(footprint)) { somebody[lane] = true; }
        }
    }
    slot_field.somebody_passes = std::move(somebody);
    index_.asked_by_all.push_back(static_cast<std::uint32_t>(at));
}

void SlotIndexBuilder::find_ties() {
    const auto& rules = index_.rules;
    index_.tied.assign(rules.size() / word_bits + 1, 0);
    const auto priority_at = [&](Position at) { return source_.rules.rules[rules[at]].core.priority; };
    for (Position at = 1; at < rules.size(); ++at) {
        const bool tied = priority_at(at) == priority_at(at - 1);
        index_.tied[at / word_bits] |= std::uint64_t{tied} << (at % word_bits);
    }
}

void SlotIndexBuilder::build_head(BlockBuilder& blocks) {
    const std::size_t end = index_.head_rules;
    for (std::size_t first = 0; first < end; first += block_rules_max) {
        block_entries_.clear();
        for (std::size_t at = first; at < std::min(end, first + block_rules_max); ++at) {
            block_entries_.push_back(whole(static_cast<Position>(at)));
        }
        index_.head.push_back(blocks.build(block_entries_, static_cast<std::uint32_t>(first)));
    }
}

void SlotIndexBuilder::list_entrants() {
    entrants_.reserve(index_.rules.size());
    for (Position at = 0; at < index_.rules.size(); ++at) {
        const auto ways = static_cast<std::uint32_t>(source_.asked.way_count(index_.rules[at]));
        for (std::uint32_t way = 0; way < ways; ++way) { entrants_.push_back({at, way}); }
        if (ways == 0) { entrants_.push_back({at}); }
    }
}

void SlotIndexBuilder::list_rejections() {
    std::vector<Rejections::Item> items;
    for (Position at = 0; at < index_.rules.size(); ++at) {
        for (const Ask ask : source_.asked.of(index_.rules[at])) {
            const Footprint& footprint = source_.footprints.of(ask);
            if (footprint.rejected_count == 0) { continue; }
            items.push_back({footprint.field, source_.footprints.rejected(footprint), at});
        }
    }
    index_.rejections.fill(source_.fields, items);
}

std::span<const Ask> SlotIndexBuilder::asks_of(const Entrant& entrant) const {
    const RuleId rule = index_.rules[entrant.at];
    return entrant.way == no_way ? source_.asked.of(rule) : source_.asked.of_way(rule, entrant.way);
}

bool SlotIndexBuilder::may_be_key(const Footprint& footprint) const {
    return leads_somewhere(footprint) && is_key_field_[slot_field_[footprint.field]];
}

std::uint32_t SlotIndexBuilder::key_of(const Entrant& entrant) const {
    if (index_.fields.empty()) { return no_ask; }
    const auto ask = rarest_ask(asks_of(entrant), source_.footprints,
                                [&](const Footprint& footprint) { return may_be_key(footprint); });
    return ask ? ask->number : no_ask;
}

// Each field that clusters go by sends every request into another cluster, or several. One by one those are
// left out that save fewer looks at rules than that costs.
void SlotIndexBuilder::choose_key_fields() {
    constexpr std::size_t sample = 4'096;
    const std::size_t step = entrants_.size() / sample + 1;
    is_key_field_.assign(index_.fields.size(), true);
    while (!index_.fields.empty()) {
        const auto losses = losses_without(step);
        std::size_t least = index_.fields.size();
        for (std::size_t at = 0; at < losses.size(); ++at) {
            const bool dear = is_key_field_[at] && losses[at] < 0;
            if (dear && (least == losses.size() || losses[at] < losses[least])) { least = at; }
        }
        if (least == index_.fields.size()) { return; }
        is_key_field_[least] = false;
    }
}

// By slot field: how many more rules a request would look at, less what its visits cost.
std::vector<float> SlotIndexBuilder::losses_without(std::size_t step) const {
    std::vector<float> losses(index_.fields.size());
    for (std::size_t at = 0; at < losses.size(); ++at) {
        const bool set = source_.fields.fields[index_.fields[at].field].set;
        losses[at] = -price_of_visit * static_cast<float>(shape_.cluster_rules) * (set ? members_usual : 1);
    }
    for (std::size_t i = 0; i < entrants_.size(); i += step) {
        float best = 1, second = 1;
        std::size_t best_field = losses.size();
        for (const Ask ask : asks_of(entrants_[i])) {
            const Footprint& footprint = source_.footprints.of(ask);
            if (!may_be_key(footprint) || footprint.frequency >= second) { continue; }
            const std::size_t field = slot_field_[footprint.field];
            if (footprint.frequency < best) {
                if (field != best_field) { second = best; }
                best = footprint.frequency;
                best_field = field;
            } else if (field != best_field) {
                second = footprint.frequency;
            }
        }
        if (best_field < losses.size()) { losses[best_field] += (second - best) * static_cast<float>(step); }
    }
    return losses;
}

void SlotIndexBuilder::choose_keys() {
    list_entrants();
    choose_key_fields();
    for (Entrant& entrant : entrants_) { entrant.key = key_of(entrant); }
}

void SlotIndexBuilder::make_clusters() {
    ValueCounts counts(index_.fields.size());
    for (const Entrant& entrant : entrants_) { counts.add(source_, slot_field_, entrant.key); }
    index_.clusters.push_back({.entries = counts.of_no_value});
    for (std::size_t at = 0; at < index_.fields.size(); ++at) {
        const auto& of_values = counts.of_values[at];
        auto& cluster_of = index_.fields[at].cluster_of;
        cluster_of.assign(of_values.size(), no_cluster);
        for (std::size_t value = 0; value < of_values.size(); ++value) {
            if (of_values[value] == 0) { continue; }
            cluster_of[value] = static_cast<ClusterId>(index_.clusters.size());
            index_.clusters.push_back({.entries = of_values[value]});
        }
    }
    auto first_entry = static_cast<std::uint32_t>(index_.entries.size());
    for (Cluster& cluster : index_.clusters) {
        cluster.first_entry = first_entry;
        first_entry += std::exchange(cluster.entries, 0);
    }
    index_.entries.resize(first_entry);
}

// In the order of positions, so that each cluster has them ascending.
void SlotIndexBuilder::fill_clusters() {
    entrant_of_.resize(index_.entries.size() - index_.head_rules);
    for (std::uint32_t number = 0; number < entrants_.size(); ++number) {
        const Entrant& entrant = entrants_[number];
        const auto enter = [&](Cluster& cluster) {
            const std::uint32_t entry = cluster.first_entry + cluster.entries++;
            index_.entries[entry] = entrant.at;
            entrant_of_[entry - index_.head_rules] = number;
        };
        if (entrant.key == no_ask) {
            enter(index_.clusters[cluster_of_all]);
            continue;
        }
        const Footprint& footprint = source_.footprints.of(Ask{entrant.key});
        const auto& cluster_of = index_.fields[slot_field_[footprint.field]].cluster_of;
        for (const std::uint32_t value : source_.footprints.values(footprint)) {
            enter(index_.clusters[cluster_of[value]]);
        }
    }
}

// As a head has it: by what must hold in any case.
BlockEntry SlotIndexBuilder::whole(Position at) const {
    const RuleId rule = index_.rules[at];
    return {rule, source_.asked.of(rule), source_.asked.is_complete(rule)};
}

BlockEntry SlotIndexBuilder::entry_of(const Entrant& entrant) const {
    BlockEntry entry = whole(entrant.at);
    entry.listed = entry.asks;
    if (entrant.way != no_way) {
        entry.asks = asks_of(entrant);
        entry.complete = true;
    }
    const bool said = entrant.key != no_ask && source_.footprints.of(Ask{entrant.key}).values_say_all;
    entry.said_by_cluster = said ? entrant.key : no_ask;
    return entry;
}

// Those of few rules share a block, as long as they fit.
void SlotIndexBuilder::build_all_blocks(BlockBuilder& blocks) {
    for (std::size_t first = 0; first < index_.clusters.size();) {
        const std::size_t together = clusters_together(first);
        build_blocks(std::span(index_.clusters).subspan(first, together), blocks);
        first += together;
    }
}

std::size_t SlotIndexBuilder::clusters_together(std::size_t first) const {
    const std::size_t most = std::min(shape_.cluster_rules, block_rules_max);
    std::size_t entries = 0, end = first;
    while (end < index_.clusters.size() && entries + index_.clusters[end].entries <= most) {
        entries += index_.clusters[end++].entries;
    }
    return std::max<std::size_t>(1, end - first);
}

void SlotIndexBuilder::build_blocks(std::span<Cluster> clusters, BlockBuilder& blocks) {
    const auto first_block = static_cast<std::uint32_t>(index_.blocks.size());
    for (Cluster& cluster : clusters) { cluster.first_block = first_block; }
    const std::uint32_t end = clusters.back().first_entry + clusters.back().entries;
    for (std::uint32_t first = clusters.front().first_entry; first < end;) {
        const std::uint32_t last = std::min(end, first + static_cast<std::uint32_t>(block_rules_max));
        block_entries_.clear();
        for (std::uint32_t entry = first; entry < last; ++entry) {
            block_entries_.push_back(entry_of(entrants_[entrant_of_[entry - index_.head_rules]]));
        }
        index_.blocks.push_back(blocks.build(block_entries_, first));
        first = last;
    }
}

std::size_t SlotIndexBuilder::words_for_all(const BlockBuilder& blocks) const {
    constexpr std::size_t padding = block_words_max;
    const auto words_for = [&](std::size_t rules) {
        const std::size_t full = rules / block_rules_max, rest = rules % block_rules_max;
        return full * (blocks.words_for(block_rules_max) + padding) +
               (rest == 0 ? 0 : blocks.words_for(rest) + padding);
    };
    std::size_t words = words_for(index_.head_rules);
    for (std::size_t first = 0; first < index_.clusters.size();) {
        const std::size_t together = clusters_together(first);
        const auto these = std::span(index_.clusters).subspan(first, together);
        words += words_for(these.back().first_entry + these.back().entries - these.front().first_entry);
        first += together;
    }
    return words;
}

}  // namespace passerby::engine
