#include "engine/slot_index_builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

namespace passerby::engine {

namespace {

// Beyond so many nodes of one condition more columns would not pay.
constexpr std::size_t conjunct_budget = 64;
// A test with more values or ranges than this would cost a lane for each: it is checked exactly instead.
constexpr std::size_t listed_max = 64;

constexpr double infinity = std::numeric_limits<double>::infinity();

constexpr Lane all_rules = [] {
    Lane lane{};
    lane.fill(~std::uint64_t{0});
    return lane;
}();

void set_bit(Lane& lane, std::size_t bit) {
    lane[bit / 64] |= std::uint64_t{1} << (bit % 64);
}
void clear_bit(Lane& lane, std::size_t bit) {
    lane[bit / 64] &= ~(std::uint64_t{1} << (bit % 64));
}

// How a column of texts can stand for a test: by values that pass, by values that do not, or only by
// asking that the signal be known.
struct TextLayout {
    const CompiledOperator* op = nullptr;  // none: being known is all that the column can say
    bool passes = true;                    // its values pass (else they fail)
    bool exact = false;                    // and nothing else is asked
};

TextLayout layout_of(const Program& program, const Conjunct& conjunct) {
    const auto operators = program.operators_of(program.tests[conjunct.test]);
    // Several operators, not wanted: one of them must fail, and no column can say which.
    if (!conjunct.wanted && operators.size() > 1) { return {}; }
    TextLayout best;
    for (const CompiledOperator& op : operators) {
        const bool passes = op.negated != conjunct.wanted;
        const bool one_of = op.kind == Operator::Kind::any_of || op.count == 1;
        const bool listed =
            op.kind == Operator::Kind::any_of || (op.kind == Operator::Kind::all_of && (passes || one_of));
        if (!listed || op.count > listed_max || (best.op != nullptr && (best.passes || !passes))) {
            continue;
        }
        best = {&op, passes, one_of && operators.size() == 1};
    }
    return best;
}

}  // namespace

SlotIndexBuilder::SlotIndexBuilder(const Program& program, const Vocabulary& vocabulary,
                                   std::span<const RuleCore> rules, SlotIndex& index)
    : program_(program), vocabulary_(vocabulary), rules_(rules), index_(index) {}

void SlotIndexBuilder::build() {
    const std::span<const RuleId> rules(index_.rules);
    for (std::size_t first = 0; first < rules.size(); first += block_rules) {
        build_block(rules.subspan(first, std::min(block_rules, rules.size() - first)));
    }
}

void SlotIndexBuilder::build_block(std::span<const RuleId> rules) {
    Block block{.first_column = static_cast<std::uint32_t>(index_.columns.size()),
                .column_count = 0,
                .present = {},
                .on_site_clock = {},
                .needs_check = {}};
    Askings askings;
    for (std::size_t bit = 0; bit < rules.size(); ++bit) {
        const RuleCore& rule = rules_[rules[bit]];
        set_bit(block.present, bit);
        if (rule.clock == Clock::site) { set_bit(block.on_site_clock, bit); }
        if (!collect(bit, rule, askings)) { set_bit(block.needs_check, bit); }
    }
    for (const auto& [column, asked] : askings) {
        const SignalId signal = program_.tests[asked.front().conjunct.test].signal;
        if (vocabulary_[signal].is_text()) {
            build_text_column(column, asked, block);
        } else {
            build_number_column(column, asked, block);
        }
    }
    block.column_count = static_cast<std::uint32_t>(index_.columns.size()) - block.first_column;
    index_.blocks.push_back(block);
}

// A rule stands in each column once; what more it asks is checked exactly. Returns whether nothing more is.
bool SlotIndexBuilder::collect(std::size_t bit, const RuleCore& rule, Askings& askings) const {
    bool exact = true;
    std::size_t budget = conjunct_budget;
    const bool complete = for_each_conjunct(program_, rule.when, true, budget, [&](const Conjunct& conjunct) {
        const SignalId signal = program_.tests[conjunct.test].signal;
        auto& asked = askings[column_of(signal, rule.clock, vocabulary_.size())];
        if (!asked.empty() && asked.back().bit == bit) {
            exact = false;
        } else {
            asked.push_back({bit, conjunct});
        }
    });
    return complete && exact;
}

void SlotIndexBuilder::build_text_column(Column column, std::span<const Asking> askings, Block& block) {
    Lane known = all_rules;
    Lane unknown = all_rules;
    std::map<SymbolId, std::pair<std::optional<Lane>, std::optional<Lane>>> values;
    for (const Asking& asking : askings) {
        clear_bit(unknown, asking.bit);
        const TextLayout layout = layout_of(program_, asking.conjunct);
        if (!layout.exact) { set_bit(block.needs_check, asking.bit); }
        if (layout.op == nullptr) { continue; }
        if (layout.passes) { clear_bit(known, asking.bit); }
        const auto symbols = program_.symbols_of(*layout.op);
        const bool one_is_enough = layout.op->kind == Operator::Kind::any_of;
        for (const SymbolId symbol : one_is_enough ? symbols : symbols.first(1)) {
            auto& [adds, drops] = values[symbol];
            auto& lane = layout.passes ? adds : drops;
            if (!lane) { lane.emplace(); }
            set_bit(*lane, asking.bit);
        }
    }
    const auto first = static_cast<std::uint32_t>(index_.values.size());
    for (const auto& [symbol, lanes] : values) {
        index_.values.push_back({symbol, lanes.first ? add_lane(*lanes.first) : no_lane,
                                 lanes.second ? add_lane(*lanes.second) : no_lane});
    }
    index_.columns.push_back({column, true, add_lane(known), add_lane(unknown), first,
                              static_cast<std::uint32_t>(values.size()), no_lane});
}

bool SlotIndexBuilder::accepts(const Conjunct& conjunct, double value) const {
    const auto operators = program_.operators_of(program_.tests[conjunct.test]);
    const bool holds = std::all_of(operators.begin(), operators.end(), [&](const CompiledOperator& op) {
        return lies_within(program_.intervals_of(op), value) != op.negated;
    });
    return holds == conjunct.wanted;
}

std::vector<double> SlotIndexBuilder::cuts_of(const Conjunct& conjunct) const {
    std::vector<double> cuts;
    for (const CompiledOperator& op : program_.operators_of(program_.tests[conjunct.test])) {
        for (const Interval& interval : program_.intervals_of(op)) {
            cuts.push_back(interval.min);
            cuts.push_back(std::nextafter(interval.max, infinity));
        }
    }
    return cuts;
}

// Sweeps over the values from below: at each cut only the rules that cut there can change their mind.
void SlotIndexBuilder::build_number_column(Column column, std::span<const Asking> askings, Block& block) {
    Lane unknown = all_rules;
    Lane lane = all_rules;
    std::vector<std::pair<double, const Asking*>> turns;
    for (const Asking& asking : askings) {
        clear_bit(unknown, asking.bit);
        const std::vector<double> cuts = cuts_of(asking.conjunct);
        if (cuts.size() > 2 * listed_max) {
            set_bit(block.needs_check, asking.bit);
            continue;
        }
        if (!accepts(asking.conjunct, -infinity)) { clear_bit(lane, asking.bit); }
        for (const double cut : cuts) { turns.emplace_back(cut, &asking); }
    }
    std::sort(turns.begin(), turns.end());
    const LaneId unknown_lane = add_lane(unknown);
    const LaneId first_lane = add_lane(lane);
    const auto first_cut = static_cast<std::uint32_t>(index_.cuts.size());
    for (std::size_t i = 0; i < turns.size();) {
        const double cut = turns[i].first;
        for (; i < turns.size() && turns[i].first == cut; ++i) {
            const Asking& asking = *turns[i].second;
            clear_bit(lane, asking.bit);
            if (accepts(asking.conjunct, cut)) { set_bit(lane, asking.bit); }
        }
        index_.cuts.push_back(cut);
        add_lane(lane);
    }
    const auto cut_count = static_cast<std::uint32_t>(index_.cuts.size()) - first_cut;
    index_.columns.push_back({column, false, no_lane, unknown_lane, first_cut, cut_count, first_lane});
}

LaneId SlotIndexBuilder::add_lane(const Lane& lane) {
    index_.lanes.push_back(lane);
    return static_cast<LaneId>(index_.lanes.size() - 1);
}

}  // namespace passerby::engine
