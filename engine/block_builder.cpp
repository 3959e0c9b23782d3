#include "engine/block_builder.hpp"

#include <algorithm>
#include <bit>

#include "engine/compiled_rules.hpp"

namespace passerby::engine {

namespace {

bool test_bit(const RuleBits& bits, std::size_t bit) {
    return (bits[bit / word_bits] >> (bit % word_bits) & 1) != 0;
}

bool is_listed(Ask ask, const Footprint& footprint, const BlockEntry& entry) {
    return footprint.rejected_count > 0 &&
           std::any_of(entry.listed.begin(), entry.listed.end(),
                       [&](Ask listed) { return listed.number == ask.number; });
}

void set_bit(RuleBits& bits, std::size_t bit) {
    bits[bit / word_bits] |= std::uint64_t{1} << (bit % word_bits);
}

}  // namespace

std::vector<std::uint32_t> slot_fields_of(const Fields& fields, const SlotIndex& index) {
    std::vector<std::uint32_t> slot_fields(fields.fields.size());
    for (std::uint32_t at = 0; at < index.fields.size(); ++at) { slot_fields[index.fields[at].field] = at; }
    return slot_fields;
}

BlockBuilder::BlockBuilder(const IndexSource& source, SlotIndex& index)
    : source_(source), index_(index), slot_field_(slot_fields_of(source.fields, index)) {
    asking_.resize(index.fields.size());
    rejecting_.resize(index.fields.size());
}

std::size_t BlockBuilder::width_for(std::size_t rules) {
    return std::bit_ceil((rules + word_bits - 1) / word_bits);
}

// First the lanes say only who asks and passes; then who does not ask passes everywhere.
Block BlockBuilder::build(std::span<const BlockEntry> entries, std::uint32_t first_entry) {
    Block block{.first_entry = first_entry, .rules = static_cast<std::uint16_t>(entries.size())};
    width_ = width_for(entries.size());
    block.width = static_cast<std::uint8_t>(width_);
    block.first_word = index_.lanes.add(words_for(entries.size()));
    words_ = index_.lanes.at(block.first_word);
    std::fill(asking_.begin(), asking_.end(), RuleBits{});
    std::fill(rejecting_.begin(), rejecting_.end(), RuleBits{});
    rejected_.clear();
    for (std::size_t bit = 0; bit < entries.size(); ++bit) { add_rule(bit, entries[bit]); }
    let_pass_who_does_not_ask();
    block.timeline = add_timeline(entries);
    return block;
}

void BlockBuilder::add_rule(std::size_t bit, const BlockEntry& entry) {
    set(block_lanes::present, bit);
    const RuleCore& core = source_.rules.rules[entry.rule].core;
    if (core.clock == Clock::site) { set(block_lanes::on_site_clock, bit); }
    if (!entry.complete) { set(block_lanes::needs_check, bit); }
    if (index_.fields.empty()) { return set(block_lanes::needs_check, bit); }
    for (const bool rejects : {false, true}) {
        for (const Ask ask : entry.asks) {
            const Footprint& footprint = source_.footprints.of(ask);
            const bool said = ask.number == entry.said_by_cluster || is_listed(ask, footprint, entry);
            if (footprint.rejects == rejects && !said) { add_footprint(bit, footprint); }
        }
    }
}

// A rule stands in each field once; what more it asks of it, beside bars, is checked exactly.
void BlockBuilder::add_footprint(std::size_t bit, const Footprint& footprint) {
    const std::size_t at = slot_field_[footprint.field];
    const LaneId first_lane = index_.fields[at].first_lane;
    const auto lanes = source_.footprints.lanes(footprint);
    if (!footprint.says_all) { set(block_lanes::needs_check, bit); }
    if (source_.fields.fields[footprint.field].is_ranked() && !footprint.has_every_rank()) {
        set(block_lanes::ranked, bit);
    }
    const bool stands = test_bit(asking_[at], bit) || test_bit(rejecting_[at], bit);
    if (stands && !footprint.bars) { return set(block_lanes::needs_check, bit); }
    if (!footprint.rejects) {
        for (const Bucket lane : lanes) { set(first_lane + lane, bit); }
        return set_bit(asking_[at], bit);
    }
    set_bit(rejecting_[at], bit);
    rejected_.emplace_back(first_lane + unknown_bucket, static_cast<std::uint16_t>(bit));
    for (const Bucket lane : lanes) {
        rejected_.emplace_back(first_lane + lane, static_cast<std::uint16_t>(bit));
    }
}

void BlockBuilder::add_to(LaneId lane, const RuleBits& bits) {
    for (std::size_t i = 0; i < width_; ++i) { words_[lane * width_ + i] |= bits[i]; }
}

void BlockBuilder::let_pass_who_does_not_ask() {
    RuleBits present{};
    std::copy_n(words_ + block_lanes::present * width_, width_, present.begin());
    for (std::size_t at = 0; at < index_.fields.size(); ++at) {
        RuleBits not_asking{};
        for (std::size_t i = 0; i < width_; ++i) { not_asking[i] = present[i] & ~asking_[at][i]; }
        const Field& field = source_.fields.fields[index_.fields[at].field];
        const LaneId first = index_.fields[at].first_lane, bars = first + field.buckets;
        for (LaneId lane = first; lane < bars; ++lane) { add_to(lane, not_asking); }
        for (LaneId lane = bars; lane < bars + field.bars; ++lane) { add_to(lane, present); }
    }
    for (const auto& [lane, bit] : rejected_) { clear(lane, bit); }
}

std::uint32_t BlockBuilder::add_timeline(std::span<const BlockEntry> entries) {
    terms_.clear();
    bool scheduled = false;
    for (std::size_t bit = 0; bit < entries.size(); ++bit) {
        const RuleExtras& rule = source_.rules.extras_of(source_.rules.rules[entries[bit].rule]);
        terms_.push_back({rule.from, rule.until, static_cast<std::uint16_t>(bit)});
        scheduled = scheduled || rule.from != Instant::min() || rule.until != Instant::max();
    }
    return scheduled ? index_.timelines.add(terms_, width_) : Block::no_timeline;
}

}  // namespace passerby::engine
