#include "engine/field_builder.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/chance.hpp"

namespace passerby::engine {

namespace {

// A lane costs a bit a rule: some sixty buckets tell apart what most sites ask, and twice as many the rest.
constexpr std::size_t values_own_max = 60;
constexpr std::size_t own_beside_shared = 44;
constexpr Bucket first_shared = 16, second_shared = 64;
constexpr std::size_t cuts_max = 62;

}  // namespace

FieldBuilder::FieldBuilder(const Program& program, const Vocabulary& vocabulary)
    : program_(program), vocabulary_(vocabulary) {}

void FieldBuilder::count(const Conjunct& conjunct, Clock clock) {
    const CompiledTest& test = program_.tests[conjunct.test];
    Asked& asked = asked_[column_of(test.signal, clock, vocabulary_.size())];
    asked.signal = test.signal;
    for (const CompiledOperator& op : program_.operators_of(test)) {
        if (op.kind == Operator::Kind::within) {
            for (const Interval& interval : program_.intervals_of(op)) {
                asked.cuts.push_back(interval.min);
                asked.cuts.push_back(next_number(interval.max));
            }
        } else if (op.kind == Operator::Kind::any_of || op.kind == Operator::Kind::all_of) {
            for (const SymbolId symbol : program_.symbols_of(op)) {
                if (asked.times_listed.size() <= symbol) { asked.times_listed.resize(symbol + 1); }
                ++asked.times_listed[symbol];
            }
        }
    }
}

Fields FieldBuilder::build() {
    Fields fields;
    fields.of_column.assign(vocabulary_.size() + time_signals, Fields::no_field);
    for (auto& [column, asked] : asked_) {
        fields.of_column[column] = static_cast<FieldId>(fields.fields.size());
        Field field = vocabulary_[asked.signal].is_text() ? build_text(asked) : build_numbers(asked);
        field.column = column;
        fields.fields.push_back(std::move(field));
    }
    asked_.clear();
    return fields;
}

Field FieldBuilder::build_text(const Asked& asked) {
    Field field;
    field.text = true;
    field.of_symbol.assign(asked.times_listed.size(), {unlisted_bucket, no_bucket});
    std::vector<SymbolId> listed;
    for (SymbolId symbol = 0; symbol < asked.times_listed.size(); ++symbol) {
        if (asked.times_listed[symbol] > 0) { listed.push_back(symbol); }
    }
    const bool all_own = listed.size() <= values_own_max;
    const std::size_t own = all_own ? listed.size() : own_beside_shared;
    std::partial_sort(listed.begin(), listed.begin() + static_cast<std::ptrdiff_t>(own), listed.end(),
                      [&](SymbolId a, SymbolId b) {
                          const auto first = asked.times_listed[a], second = asked.times_listed[b];
                          return first != second ? first > second : a < b;
                      });
    const auto shared_from = static_cast<Bucket>(2 + own);
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const std::uint64_t hash = mix64(listed[i] + 1);
        Buckets& buckets = field.of_symbol[listed[i]];
        buckets.first = static_cast<Bucket>(i < own ? 2 + i : shared_from + hash % first_shared);
        if (i >= own) {
            buckets.second = static_cast<Bucket>(shared_from + first_shared + (hash >> 32) % second_shared);
        }
    }
    field.width = static_cast<Bucket>(shared_from + (all_own ? 0 : first_shared + second_shared));
    return field;
}

// Where there are too many cuts, cells of about as many cuts each; those with cuts inside are inexact.
Field FieldBuilder::build_numbers(Asked& asked) {
    Field field;
    auto& cuts = asked.cuts;
    std::sort(cuts.begin(), cuts.end());
    std::vector<double> chosen = cuts;
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    const std::vector<double> every = chosen;
    if (every.size() > cuts_max) {
        chosen.clear();
        for (std::size_t i = 1; i <= cuts_max; ++i) {
            chosen.push_back(cuts[i * cuts.size() / (cuts_max + 1)]);
        }
        chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    }
    field.cuts = chosen;
    field.width = static_cast<Bucket>(2 + chosen.size());
    field.inexact_cells.assign(field.width, false);
    for (const double cut : every) {
        if (!std::binary_search(chosen.begin(), chosen.end(), cut)) {
            field.inexact_cells[field.of_number(cut).first] = true;
        }
    }
    return field;
}

double next_number(double value) {
    return std::nextafter(value, std::numeric_limits<double>::infinity());
}

}  // namespace passerby::engine
