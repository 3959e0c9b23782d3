#include "rules/given_shares.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "rules/guard.hpp"
#include "rules/parse_range.hpp"
#include "rules/parse_scalar.hpp"

namespace passerby::rules {

using engine::Signal;
using engine::SignalType;

namespace {

constexpr double rounding = 1e-9;  // shares are written in decimals

const engine::Vocabulary& built_in() {
    static const engine::Vocabulary vocabulary;
    return vocabulary;
}

std::vector<std::string_view> names_of_signals() {
    std::vector<std::string_view> names;
    for (const Signal& signal : built_in()) { names.push_back(signal.name); }
    return names;
}

std::string guess(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view near = nearest(word, known);
    return near.empty() ? std::string() : fmt::format("did you mean `{}`?", near);
}

// A name that a rule set may declare: `page.author`.
bool may_be_declared(std::string_view name) {
    const std::size_t dot = name.find('.');
    if (dot == name.npos) { return false; }
    const auto group = engine::find_group(name.substr(0, dot));
    const std::string_view member = name.substr(dot + 1);
    const bool well_named = !member.empty() && member[0] >= 'a' && member[0] <= 'z' &&
                            member.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") == member.npos;
    return group && *group != engine::Group::time && well_named;
}

std::vector<std::string_view> values_of(const Signal& signal) {
    std::vector<std::string_view> values;
    if (signal.values_are == engine::Values::listed) {
        for (engine::ValueId id = 0; id < engine::value_count(signal); ++id) {
            values.push_back(engine::value_at(signal, id));
        }
    }
    return values;
}

std::optional<ShareFault> fault_of_value(const Signal& signal, const std::string& value) {
    const bool fine = signal.is_number()
                          ? read_share_interval(signal, value).has_value()
                          : !value.empty() && engine::canonical_value(signal, value).has_value();
    if (fine) { return std::nullopt; }
    return ShareFault{value, fmt::format("`{}` is no value of `{}`", value.substr(0, 80), signal.name),
                      guess(value, values_of(signal))};
}

// One visit has one value, but may have many members of a set.
std::optional<ShareFault> fault_of_sum(std::string_view signal, const std::map<std::string, double>& shares) {
    const double sum = std::accumulate(shares.begin(), shares.end(), 0.0,
                                       [](double all, const auto& entry) { return all + entry.second; });
    if (sum <= 1 + rounding) { return std::nullopt; }
    return ShareFault{"", fmt::format("the shares of `{}` add up to {:.6g}, more than 1", signal, sum),
                      "they are shares of all visits"};
}

bool overlap(const Signal& signal, const std::map<std::string, double>& shares) {
    std::vector<engine::Interval> cells;
    for (const auto& [value, share] : shares) {
        if (const auto cell = read_share_interval(signal, value)) { cells.push_back(*cell); }
    }
    std::sort(cells.begin(), cells.end(), [](const auto& a, const auto& b) { return a.min < b.min; });
    return std::adjacent_find(cells.begin(), cells.end(),
                              [](const auto& a, const auto& b) { return b.min <= a.max; }) != cells.end();
}

}  // namespace

std::optional<engine::Interval> read_share_interval(const Signal& signal, std::string_view text) {
    std::optional<Span> span;
    switch (signal.type) {
        case SignalType::boolean:
            if (text == "true") { span = Span{1, 1}; }
            if (text == "false") { span = Span{0, 0}; }
            break;
        case SignalType::integer: span = read_span(text, read_whole); break;
        case SignalType::number: span = read_span(text, read_number); break;
        case SignalType::weekday: span = read_days(text); break;
        default: break;
    }
    if (!span || span->from > span->to || span->from < signal.min || span->to > signal.max) {
        return std::nullopt;
    }
    return engine::Interval{span->from, span->to};
}

void spread_over_units(engine::SignalId signal, const std::map<std::string, double>* shares,
                       std::span<double> units) {
    std::vector<bool> told(units.size(), false);
    double rest = 1;
    static const std::map<std::string, double> none;
    for (const auto& [value, share] : shares == nullptr ? none : *shares) {
        const auto interval = read_share_interval(built_in()[signal], value);
        if (!interval) { continue; }
        const auto first = static_cast<std::size_t>(interval->min),
                   last = static_cast<std::size_t>(interval->max);
        for (std::size_t unit = first; unit <= last; ++unit) {
            units[unit] = share / static_cast<double>(last - first + 1);
            told[unit] = true;
        }
        rest -= share;
    }
    const auto untold = std::count(told.begin(), told.end(), false);
    for (std::size_t unit = 0; unit < units.size(); ++unit) {
        if (!told[unit]) { units[unit] = std::max(0.0, rest) / static_cast<double>(untold); }
    }
    const double sum = std::accumulate(units.begin(), units.end(), 0.0);
    for (double& unit : units) { unit = sum > 0 ? unit / sum : 1 / static_cast<double>(units.size()); }
}

std::vector<ShareFault> share_faults(std::string_view name, const std::map<std::string, double>& shares) {
    const auto id = built_in().find(name);
    std::vector<ShareFault> faults;
    if (!id && !may_be_declared(name)) {
        faults.push_back({"", fmt::format("there is no signal `{}`", name.substr(0, 80)),
                          guess(name, names_of_signals())});
    }
    if (!id) { return faults; }
    const Signal& signal = built_in()[*id];
    if (signal.type == SignalType::time_of_day || signal.type == SignalType::window) {
        faults.push_back(
            {"", fmt::format("`{}` takes no shares", name), "give those of `time.hour` and `time.weekday`"});
        return faults;
    }
    for (const auto& [value, share] : shares) {
        if (auto fault = fault_of_value(signal, value)) { faults.push_back(std::move(*fault)); }
    }
    if (signal.type != SignalType::set) {
        if (auto fault = fault_of_sum(name, shares)) { faults.push_back(std::move(*fault)); }
    }
    if (faults.empty() && signal.is_number() && overlap(signal, shares)) {
        faults.push_back(
            {"", fmt::format("two of the ranges of `{}` overlap", name), "each visit counts once"});
    }
    return faults;
}

}  // namespace passerby::rules
