#include "engine/footprints.hpp"

#include <algorithm>
#include <limits>

#include "engine/field_builder.hpp"

namespace passerby::engine {

namespace {

constexpr std::uint32_t not_asked = UINT32_MAX;

// A rule stands in a cluster once a value: with more of them it would take more room than it saves looks.
constexpr std::size_t cluster_values_max = 16;
// A rule is listed once for each value that it rejects, as long as these are few.
constexpr std::size_t rejected_max = 64;

constexpr double infinity = std::numeric_limits<double>::infinity();

Listing listing_of(const Program& program, Ask ask) {
    const auto operators = program.operators_of(program.tests[ask.test()]);
    // Several operators, not wanted: one of them must fail, and no lane can say which.
    if (!ask.wanted() && operators.size() > 1) { return {}; }
    Listing best;
    for (const CompiledOperator& op : operators) {
        const bool passes = op.negated != ask.wanted();
        const bool any_of =
            op.kind == Operator::Kind::any_of || (op.kind == Operator::Kind::all_of && op.count == 1);
        const bool usable = any_of || (op.kind == Operator::Kind::all_of && passes);
        if (usable && (best.op == nullptr || (passes && !best.passes))) { best = {&op, passes}; }
    }
    return best;
}

}  // namespace

Footprints::Footprints(const Program& program, const Vocabulary& vocabulary, const Fields& fields,
                       const Asked& asked, std::vector<std::uint32_t>& card_symbols)
    : program_(program),
      vocabulary_(vocabulary),
      fields_(fields),
      card_symbols_(card_symbols),
      of_ask_(program.tests.size() * 4, not_asked) {
    asked.for_each([&](Ask ask) {
        if (of_ask_[ask.number] == not_asked) { add(ask); }
    });
}

void Footprints::add(Ask ask) {
    const SignalId signal = program_.tests[ask.test()].signal;
    Footprint footprint;
    footprint.field = fields_.of_column[column_of(signal, ask.clock(), vocabulary_.size())];
    footprint.first_lane = static_cast<std::uint32_t>(lanes_.size());
    const Field& field = fields_.fields[footprint.field];
    if (field.text) {
        add_text(ask, field, footprint);
    } else {
        add_numbers(ask, field, footprint);
    }
    footprint.lane_count = static_cast<std::uint32_t>(lanes_.size()) - footprint.first_lane;
    of_ask_[ask.number] = static_cast<std::uint32_t>(footprints_.size());
    footprints_.push_back(footprint);
}

void Footprints::add_text(Ask ask, const Field& field, Footprint& footprint) {
    const CompiledTest& test = program_.tests[ask.test()];
    const Listing listing = listing_of(program_, ask);
    footprint.rejects = listing.op == nullptr || !listing.passes;
    if (listing.op == nullptr) { return; }
    auto symbols = program_.symbols_of(*listing.op);
    const bool needs_all = listing.op->kind == Operator::Kind::all_of && symbols.size() > 1;
    if (needs_all) {  // the rarest of them does for the lanes
        symbols = symbols.subspan(static_cast<std::size_t>(std::min_element(symbols.begin(), symbols.end(),
                                                                            [&](SymbolId a, SymbolId b) {
                                                                                return field.frequency[a] <
                                                                                       field.frequency[b];
                                                                            }) -
                                                           symbols.begin()),
                                  1);
    }
    footprint.says_all = !needs_all && test.count == 1;
    if (footprint.says_all) { put_on_card(listing, footprint); }
    if (footprint.says_all && !listing.passes) { add_rejected(field, symbols, footprint); }
    // That a set holds none of some members cannot be read off the lanes of the others.
    footprint.bars = !listing.passes && field.bars > 0;
    if (!listing.passes && field.set && !footprint.bars) {
        footprint.says_all = false;
        return;
    }
    for (const SymbolId symbol : symbols) {
        const Bucket bucket = footprint.bars ? field.of_text(symbol).bar : field.of_text(symbol).bucket;
        // Whoever may not have one of the values that share a bucket may have the others.
        if (listing.passes || footprint.bars || !field.is_shared(bucket)) { lanes_.push_back(bucket); }
    }
    if (!listing.passes) { return; }
    footprint.values_say_all = footprint.says_all;
    add_values(field, symbols, footprint);
}

// Where lanes tell all values apart they do.
void Footprints::add_rejected(const Field& field, std::span<const SymbolId> symbols, Footprint& footprint) {
    const bool lanes_tell = !field.set && field.first_shared == field.buckets;
    if (lanes_tell || symbols.size() > rejected_max) { return; }
    footprint.first_rejected = static_cast<std::uint32_t>(values_.size());
    footprint.rejected_count = static_cast<std::uint32_t>(symbols.size());
    values_.insert(values_.end(), symbols.begin(), symbols.end());
}

void Footprints::put_on_card(const Listing& listing, Footprint& footprint) {
    const auto symbols = program_.symbols_of(*listing.op);
    CardItem& item = footprint.on_card;
    item.field = footprint.field;
    if (symbols.size() <= 2 && symbols.back() <= UINT16_MAX) {
        item.kind = listing.passes ? CardItem::Kind::one_of_two : CardItem::Kind::none_of_two;
        item.operand = CardItem::both(symbols.front(), symbols.back());
    } else if (symbols.size() <= UINT8_MAX) {
        item.kind = listing.passes ? CardItem::Kind::one_of_list : CardItem::Kind::none_of_list;
        item.count = static_cast<std::uint8_t>(symbols.size());
        item.operand = static_cast<std::uint32_t>(card_symbols_.size());
        card_symbols_.insert(card_symbols_.end(), symbols.begin(), symbols.end());
    }
}

void Footprints::add_values(const Field& field, std::span<const std::uint32_t> values, Footprint& footprint) {
    if (values.size() > cluster_values_max) { return; }
    footprint.first_value = static_cast<std::uint32_t>(values_.size());
    footprint.value_count = static_cast<std::uint32_t>(values.size());
    footprint.frequency = 0;
    for (const std::uint32_t value : values) {
        values_.push_back(value);
        footprint.frequency += field.frequency[value];
    }
}

bool Footprints::accepts(Ask ask, double value) const {
    const auto operators = program_.operators_of(program_.tests[ask.test()]);
    const bool holds = std::all_of(operators.begin(), operators.end(), [&](const CompiledOperator& op) {
        return lies_within(program_.intervals_of(op), value) != op.negated;
    });
    return holds == ask.wanted();
}

// Between two of its own ends a test does not change its mind: it accepts every cell that such a span
// touches.
void Footprints::add_numbers(Ask ask, const Field& field, Footprint& footprint) {
    const bool whole = vocabulary_[program_.tests[ask.test()].signal].is_whole();
    ends_.assign({-infinity, infinity});
    accepted_.clear();
    for (const CompiledOperator& op : program_.operators_of(program_.tests[ask.test()])) {
        for (const Interval& interval : program_.intervals_of(op)) {
            ends_.push_back(interval.min);
            ends_.push_back(end_of(interval, whole));
        }
    }
    std::sort(ends_.begin(), ends_.end());
    for (std::size_t i = 0; i + 1 < ends_.size(); ++i) {
        if (ends_[i] == ends_[i + 1] || !accepts(ask, ends_[i])) { continue; }
        add_cells(field, ends_[i], ends_[i + 1]);
        accepted_.push_back({rank_of_end(field, ends_[i]), rank_of_end(field, ends_[i + 1])});
    }
    const auto ranks = joined(accepted_);
    footprint.says_all = !field.blurred && (ranks || !field.is_ranked());
    if (ranks && !field.blurred) {
        footprint.ranks = *ranks;
        footprint.on_card = {footprint.field, CardItem::Kind::within, 0,
                             CardItem::both(ranks->first, ranks->end)};
    }
    add_values(field, cells_of(footprint), footprint);
}

// One span for all of them, if they touch one another, on the circle if need be.
std::optional<RankSpan> Footprints::joined(std::vector<RankSpan>& spans) {
    std::size_t count = 0;
    for (const RankSpan& span : spans) {
        const bool touches = count > 0 && spans[count - 1].end == span.first;
        if (touches) {
            spans[count - 1].end = span.end;
        } else {
            spans[count++] = span;
        }
    }
    if (count == 0) { return RankSpan{0, 0}; }
    if (count == 1) { return spans[0]; }
    const bool around = count == 2 && spans[0].first == 0 && spans[1].end == UINT16_MAX;
    return around ? std::optional(RankSpan{spans[1].first, spans[0].end}) : std::nullopt;
}

// Infinity ends after every rank.
Rank Footprints::rank_of_end(const Field& field, double end) {
    return end == infinity ? Rank{UINT16_MAX} : field.rank_of(end);
}

// Of the span [from, to).
void Footprints::add_cells(const Field& field, double from, double to) {
    const auto end = std::lower_bound(field.cuts.begin(), field.cuts.end(), to);
    const auto last = static_cast<Bucket>(1 + (end - field.cuts.begin()));
    for (Bucket cell = field.of_number(from); cell <= last; ++cell) { lanes_.push_back(cell); }
}

std::vector<std::uint32_t> Footprints::cells_of(const Footprint& footprint) const {
    std::vector<std::uint32_t> cells(lanes_.begin() + footprint.first_lane, lanes_.end());
    std::sort(cells.begin(), cells.end());
    cells.erase(std::unique(cells.begin(), cells.end()), cells.end());
    return cells;
}

}  // namespace passerby::engine
