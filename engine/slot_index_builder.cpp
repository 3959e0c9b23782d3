#include "engine/slot_index_builder.hpp"

#include <algorithm>
#include <limits>

#include "engine/field_builder.hpp"

namespace passerby::engine {

namespace {

// So few rules are checked one by one sooner than their lanes are laid out.
constexpr std::size_t rules_without_lanes_max = 2;
constexpr std::size_t none = SIZE_MAX;

void accept_known(std::size_t bit, std::span<Lane> lanes) {
    for (Lane& lane : lanes.subspan(1)) { lane.set(bit); }
}

// The operator of a text test that lanes can stand for, and whether its values pass or fail.
struct Listing {
    const CompiledOperator* op = nullptr;  // none: lanes can only say that the signal is known
    bool passes = true;
};

Listing listing_of(const Program& program, const Conjunct& conjunct) {
    const auto operators = program.operators_of(program.tests[conjunct.test]);
    // Several operators, not wanted: one of them must fail, and no lane can say which.
    if (!conjunct.wanted && operators.size() > 1) { return {}; }
    Listing best;
    for (const CompiledOperator& op : operators) {
        const bool passes = op.negated != conjunct.wanted;
        const bool any_of =
            op.kind == Operator::Kind::any_of || (op.kind == Operator::Kind::all_of && op.count == 1);
        const bool usable = any_of || (op.kind == Operator::Kind::all_of && passes);
        if (usable && (best.op == nullptr || (passes && !best.passes))) { best = {&op, passes}; }
    }
    return best;
}

}  // namespace

SlotIndexBuilder::SlotIndexBuilder(const Program& program, const Vocabulary& vocabulary, const Fields& fields,
                                   std::span<const RuleCore> rules, SlotIndex& index)
    : program_(program), vocabulary_(vocabulary), fields_(fields), rules_(rules), index_(index) {}

void SlotIndexBuilder::build() {
    const std::size_t blocks = index_.block_count();
    index_.on_site_clock.resize(blocks);
    index_.needs_check.resize(blocks);
    choose_fields();
    for (std::size_t block = 0; block < blocks; ++block) { build_block(block); }
}

FieldId SlotIndexBuilder::field_of(const Conjunct& conjunct, Clock clock) const {
    const SignalId signal = program_.tests[conjunct.test].signal;
    return fields_.of_column[column_of(signal, clock, vocabulary_.size())];
}

std::span<Lane> SlotIndexBuilder::lanes_of(FieldId field) {
    return std::span(block_lanes_).subspan(first_lane_[field], fields_.fields[field].width);
}

void SlotIndexBuilder::choose_fields() {
    first_lane_.assign(fields_.fields.size(), none);
    if (index_.rules.size() <= rules_without_lanes_max) { return; }
    std::vector<std::size_t> times_asked(fields_.fields.size());
    for (const RuleId id : index_.rules) {
        for_each_conjunct(program_, rules_[id].when, [&](const Conjunct& conjunct) {
            ++times_asked[field_of(conjunct, rules_[id].clock)];
        });
    }
    std::size_t lanes = 0;
    for (FieldId field = 0; field < times_asked.size(); ++field) {
        if (times_asked[field] == 0) { continue; }
        first_lane_[field] = lanes;
        index_.fields.push_back({field, static_cast<std::uint32_t>(lanes * index_.block_count())});
        lanes += fields_.fields[field].width;
    }
    block_lanes_.resize(lanes);
    index_.lanes.resize(lanes * index_.block_count());
    std::stable_sort(index_.fields.begin(), index_.fields.end(), [&](const SlotField& a, const SlotField& b) {
        return times_asked[a.field] > times_asked[b.field];
    });
}

// First the lanes say only who asks and who passes; who does not ask passes everywhere.
void SlotIndexBuilder::build_block(std::size_t block) {
    std::fill(block_lanes_.begin(), block_lanes_.end(), Lane{});
    const auto ids = std::span(index_.rules).subspan(block * block_rules);
    for (std::size_t bit = 0; bit < std::min(ids.size(), block_rules); ++bit) {
        const RuleCore& rule = rules_[ids[bit]];
        if (rule.clock == Clock::site) { index_.on_site_clock[block].set(bit); }
        add_rule(bit, rule, index_.needs_check[block]);
    }
    for (const SlotField& field : index_.fields) {
        const auto lanes = lanes_of(field.field);
        const Lane not_asking = ~lanes[unknown_bucket];
        lanes[unknown_bucket] = Lane{};
        for (std::size_t bucket = 0; bucket < lanes.size(); ++bucket) {
            lanes[bucket] |= not_asking;
            index_.lanes[field.first_lane + bucket * index_.block_count() + block] = lanes[bucket];
        }
    }
}

// A rule stands in each field once; what more it asks is checked exactly.
void SlotIndexBuilder::add_rule(std::size_t bit, const RuleCore& rule, Lane& open) {
    if (index_.fields.empty()) { return open.set(bit); }
    const bool complete = for_each_conjunct(program_, rule.when, [&](const Conjunct& conjunct) {
        const FieldId field = field_of(conjunct, rule.clock);
        const auto lanes = lanes_of(field);
        if (lanes[unknown_bucket].has(bit)) { return open.set(bit); }
        lanes[unknown_bucket].set(bit);
        const bool says_all = fields_.fields[field].text
                                  ? add_text(bit, conjunct, fields_.fields[field], lanes)
                                  : add_numbers(bit, conjunct, fields_.fields[field], lanes);
        if (!says_all) { open.set(bit); }
    });
    if (!complete) { open.set(bit); }
}

bool SlotIndexBuilder::add_text(std::size_t bit, const Conjunct& conjunct, const Field& field,
                                std::span<Lane> lanes) const {
    const CompiledTest& test = program_.tests[conjunct.test];
    const Listing listing = listing_of(program_, conjunct);
    const bool of_set = vocabulary_[test.signal].type == SignalType::set;
    // That a set holds none of some members cannot be read off the lanes of the others.
    if (listing.op == nullptr || (!listing.passes && of_set)) { return accept_known(bit, lanes), false; }
    if (!listing.passes) { accept_known(bit, lanes); }
    const bool all_of = listing.op->kind == Operator::Kind::all_of;
    const auto symbols = program_.symbols_of(*listing.op);
    for (const SymbolId symbol : all_of ? symbols.first(1) : symbols) {
        const Buckets buckets = field.of_text(symbol);
        if (listing.passes) {
            lanes[buckets.first].set(bit);
            if (!buckets.is_own()) { lanes[buckets.second].set(bit); }
        } else if (buckets.is_own()) {
            lanes[buckets.first].clear(bit);
        }
    }
    const bool lists_all =
        !all_of || symbols.size() == 1;  // of several that must all be there one is in the lanes
    return lists_all && test.count == 1;
}

bool SlotIndexBuilder::accepts(const Conjunct& conjunct, double value) const {
    const auto operators = program_.operators_of(program_.tests[conjunct.test]);
    const bool holds = std::all_of(operators.begin(), operators.end(), [&](const CompiledOperator& op) {
        return lies_within(program_.intervals_of(op), value) != op.negated;
    });
    return holds == conjunct.wanted;
}

// Between two of its own cuts a test does not change its mind: it accepts every cell that such a span
// touches, or none of them.
bool SlotIndexBuilder::add_numbers(std::size_t bit, const Conjunct& conjunct, const Field& field,
                                   std::span<Lane> lanes) const {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> ends{-infinity, infinity};
    for (const CompiledOperator& op : program_.operators_of(program_.tests[conjunct.test])) {
        for (const Interval& interval : program_.intervals_of(op)) {
            ends.push_back(interval.min);
            ends.push_back(next_number(interval.max));
        }
    }
    std::sort(ends.begin(), ends.end());
    for (std::size_t i = 0; i + 1 < ends.size(); ++i) {
        if (ends[i] == ends[i + 1] || !accepts(conjunct, ends[i])) { continue; }
        const auto below_end = std::lower_bound(field.cuts.begin(), field.cuts.end(), ends[i + 1]);
        const auto last = static_cast<Bucket>(1 + (below_end - field.cuts.begin()));
        for (Bucket cell = field.of_number(ends[i]).first; cell <= last; ++cell) { lanes[cell].set(bit); }
    }
    return true;
}

}  // namespace passerby::engine
