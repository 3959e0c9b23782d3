#include "engine/field_builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "engine/chance.hpp"

namespace passerby::engine {

namespace {

// A lane costs a bit a rule: some sixty buckets tell apart what most sites ask.
constexpr std::size_t values_own_max = 60;
constexpr std::size_t own_beside_shared = 46;
constexpr Bucket shared = 16;
constexpr std::size_t cuts_max = 62, coarse_cuts_max = 46;
constexpr std::size_t ranks_max = 65'000;
// Every request looks at as many bars as its set has members: with fewer rules than one in so many that must
// not have some, those are checked instead.
constexpr Bucket set_bars = 40;
constexpr std::uint32_t asked_a_bar = 4;
constexpr double cells_by_value_max = 4'096;

}  // namespace

FieldBuilder::FieldBuilder(const Program& program, const Vocabulary& vocabulary)
    : program_(program), vocabulary_(vocabulary), wishes_(vocabulary.size() + time_signals) {}

Fields FieldBuilder::build(const Asked& asked) {
    std::vector<std::uint32_t> times(program_.tests.size() * 4);
    asked.for_each([&](Ask ask) { ++times[ask.number]; });
    for (std::uint32_t number = 0; number < times.size(); ++number) {
        if (times[number] > 0) { count({number}, times[number]); }
    }
    Fields fields;
    fields.of_column.assign(wishes_.size(), Fields::no_field);
    for (Column column = 0; column < wishes_.size(); ++column) {
        Wish& wish = wishes_[column];
        if (wish.times_asked == 0) { continue; }
        fields.of_column[column] = static_cast<FieldId>(fields.fields.size());
        const Signal& signal = vocabulary_[wish.signal];
        Field field = signal.is_text() ? build_text(wish) : build_numbers(wish);
        if (signal.is_number()) { add_cells(field, signal.is_whole()); }
        field.column = column;
        fields.fields.push_back(std::move(field));
    }
    return fields;
}

void FieldBuilder::count(Ask ask, std::uint32_t times) {
    const CompiledTest& test = program_.tests[ask.test()];
    Wish& wish = wishes_[column_of(test.signal, ask.clock(), vocabulary_.size())];
    wish.times_asked += times;
    wish.signal = test.signal;
    const Signal& signal = vocabulary_[test.signal];
    wish.set = signal.type == SignalType::set;
    for (const CompiledOperator& op : program_.operators_of(test)) {
        if (op.kind == Operator::Kind::within) {
            for (const Interval& interval : program_.intervals_of(op)) {
                for (const double cut : {interval.min, end_of(interval, signal.is_whole())}) {
                    if (std::isfinite(cut)) { wish.cuts.push_back({cut, times}); }
                }
            }
        } else if (op.kind == Operator::Kind::any_of || op.kind == Operator::Kind::all_of) {
            if (op.negated == ask.wanted()) { wish.times_barred += times; }
            for (const SymbolId symbol : program_.symbols_of(op)) {
                if (wish.times_listed.size() <= symbol) { wish.times_listed.resize(symbol + 1); }
                wish.times_listed[symbol] += times;
            }
        }
    }
}

// That a value is asked for as often as it comes is the best guess there is.
Field FieldBuilder::build_text(const Wish& wish) {
    Field field;
    field.text = true;
    field.set = wish.set;
    field.of_symbol.resize(wish.times_listed.size() + 1);
    field.frequency.assign(wish.times_listed.size(), 0);
    std::vector<SymbolId> listed;
    float all = 0;
    for (SymbolId symbol = 0; symbol < wish.times_listed.size(); ++symbol) {
        if (wish.times_listed[symbol] > 0) { listed.push_back(symbol); }
        all += static_cast<float>(wish.times_listed[symbol]);
    }
    const bool all_own = listed.size() <= values_own_max;
    const std::size_t own = all_own ? listed.size() : own_beside_shared;
    std::partial_sort(listed.begin(), listed.begin() + static_cast<std::ptrdiff_t>(own), listed.end(),
                      [&](SymbolId a, SymbolId b) {
                          const auto first = wish.times_listed[a], second = wish.times_listed[b];
                          return first != second ? first > second : a < b;
                      });
    field.first_shared = static_cast<Bucket>(2 + own);
    field.buckets = static_cast<Bucket>(field.first_shared + (all_own ? 0 : shared));
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const SymbolId symbol = listed[i];
        const auto hashed = static_cast<Bucket>(field.first_shared + mix64(symbol + 1) % shared);
        field.of_symbol[symbol].bucket = i < own ? static_cast<Bucket>(2 + i) : hashed;
        field.frequency[symbol] =
            static_cast<float>(wish.times_listed[symbol]) / all * (wish.set ? members_usual : 1);
    }
    if (wish.set && wish.times_barred > wish.times_asked / asked_a_bar) { field.add_bars(set_bars); }
    return field;
}

// Where there are too many cuts, cells of about as many rules' cuts each.
Field FieldBuilder::build_numbers(Wish& wish) {
    Field field;
    auto& cuts = wish.cuts;
    std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.at < b.at; });
    std::uint64_t all = 0;
    for (const Cut& cut : cuts) {
        all += cut.times;
        if (field.all_cuts.empty() || field.all_cuts.back() != cut.at) { field.all_cuts.push_back(cut.at); }
    }
    if (field.all_cuts.size() <= cuts_max) {
        field.cuts = std::exchange(field.all_cuts, {});
    } else {
        field.cuts = coarse_cuts(cuts, all / (coarse_cuts_max + 1));
        field.blurred = field.all_cuts.size() > ranks_max;
        if (field.blurred) { field.all_cuts = {}; }
    }
    field.buckets = static_cast<Bucket>(2 + field.cuts.size());
    field.first_shared = field.buckets;
    field.frequency.assign(field.buckets, 1.0F / static_cast<float>(field.buckets - 1));
    return field;
}

void FieldBuilder::add_cells(Field& field, bool whole) {
    const auto cell_at = [&](double value) { return Cell{field.of_number(value), field.rank_of(value)}; };
    const std::vector<double>& cuts = field.ranking();
    const auto first = std::find_if(cuts.begin(), cuts.end(), [](double cut) { return std::isfinite(cut); });
    const auto last = std::find_if(cuts.rbegin(), cuts.rend(), [](double cut) { return std::isfinite(cut); });
    field.by_value = whole && first != cuts.end() && *last - *first < cells_by_value_max;
    if (field.by_value) {
        field.whole_first = std::floor(*first) - 1;
        for (double value = field.whole_first; value <= *last + 1; ++value) {
            field.cells.push_back(cell_at(value));
        }
        return;
    }
    field.cells.push_back({1, 0});
    for (const double cut : cuts) { field.cells.push_back(cell_at(cut)); }
}

std::vector<double> FieldBuilder::coarse_cuts(const std::vector<Cut>& cuts, std::uint64_t a_cell) {
    std::vector<double> chosen;
    std::uint64_t since_chosen = 0;
    for (const Cut& cut : cuts) {
        since_chosen += cut.times;
        const bool told = !chosen.empty() && chosen.back() == cut.at;
        if (told || since_chosen < a_cell) { continue; }
        chosen.push_back(cut.at);
        since_chosen = 0;
    }
    return chosen;
}

// The least value beyond.
double end_of(const Interval& interval, bool whole) {
    const bool bounded = std::isfinite(interval.max);
    if (whole && bounded) { return std::floor(interval.max) + 1; }
    return std::nextafter(interval.max, std::numeric_limits<double>::infinity());
}

}  // namespace passerby::engine
