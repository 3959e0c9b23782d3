#include "rules/share_tables.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <set>

#include "engine/casefold.hpp"
#include "engine/glob.hpp"
#include "rules/given_shares.hpp"
#include "rules/world_shares.hpp"

namespace passerby::rules {

using engine::Interval;
using engine::Operator;
using engine::SignalId;
using Kind = engine::Operator::Kind;
using Sense = FactPool::Sense;

namespace {

void add(Share& sum, const Share& part) {
    sum.least = std::min(1.0, sum.least + part.least);
    sum.likely = std::min(1.0, sum.likely + part.likely);
    sum.most = std::min(1.0, sum.most + part.most);
}

Share opposite(const Share& share) {
    return {1 - share.most, 1 - share.likely, 1 - share.least};
}

// Where it is only known how many could pass at most, since any of them may be unknown.
Share at_most(Share share) {
    share.least = 0;
    return share;
}

ShareTables::Outcome in_sense_of(const Operator& op, const ShareTables::Outcome& outcome) {
    return op.negated ? ShareTables::Outcome{outcome.fails, outcome.passes} : outcome;
}

bool fits(std::string_view value, const std::vector<std::string>& patterns, Kind kind) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const std::string& pattern) {
        return kind == Kind::prefix ? value.starts_with(pattern) : engine::glob_matches(pattern, value);
    });
}

std::vector<std::string> folded_texts(const engine::Signal& signal, const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    out.reserve(texts.size());
    for (const std::string& text : texts) {
        out.push_back(signal.minds_case() ? text : engine::folded(text));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

}  // namespace

ShareTables::ShareTables(const engine::Vocabulary& vocabulary, const GivenShares& given)
    : vocabulary_(vocabulary), pool_(vocabulary), texts_(vocabulary.size()), numbers_(vocabulary.size()) {
    take_world();
    for (const auto& [name, shares] : given) {
        const auto signal = vocabulary.find(name);
        if (signal && vocabulary[*signal].group != engine::Group::time) { take_given(*signal, shares); }
    }
    take_hours_and_days(given);
}

void ShareTables::take_world() {
    for (const auto table : {world_shares(), world_shares_of_countries()}) {
        for (const WorldShare& row : table) {
            auto& texts = texts_[row.signal];
            if (!texts) { texts.emplace(); }
            texts->values[engine::folded(row.value)] = row.share;
        }
    }
    // Other systems and countries are what the rest leaves; devices beside those three were not counted.
    for (const SignalId signal : {engine::signals::device_os, engine::signals::location_country}) {
        double listed = 0;
        for (const auto& [value, share] : texts_[signal]->values) { listed += share.least; }
        const double rest = std::max(0.0, 1 - listed);
        texts_[signal]->rest = {0, rest, rest};
    }
}

void ShareTables::take_given(SignalId id, const std::map<std::string, double>& shares) {
    const engine::Signal& signal = vocabulary_[id];
    double sum = 0;
    if (signal.is_number()) {
        Numbers& table = numbers_[id].emplace();
        for (const auto& [value, share] : shares) {
            const auto interval = read_share_interval(signal, value);
            if (!interval) { continue; }
            table.cells.push_back({*interval, share});
            sum += share;
        }
        table.rest = std::max(0.0, 1 - sum);
        std::sort(table.cells.begin(), table.cells.end(),
                  [](const auto& a, const auto& b) { return a.interval.min < b.interval.min; });
        return;
    }
    Texts& table = texts_[id].emplace();
    table.known = true;
    for (const auto& [value, share] : shares) {
        table.values[signal.minds_case() ? value : engine::folded(value)] = {share, share, share};
        sum += share;
    }
    const double rest = std::max(0.0, 1 - sum);
    if (signal.type == engine::SignalType::string) { table.rest = {0, rest, rest}; }
}

void ShareTables::take_hours_and_days(const GivenShares& given) {
    const auto hours = given.find("time.hour"), days = given.find("time.weekday");
    if (hours == given.end() && days == given.end()) { return; }
    std::array<double, 24> of_hours{};
    std::array<double, 7> of_days{};
    spread_over_units(engine::signals::time_hour, hours == given.end() ? nullptr : &hours->second, of_hours);
    spread_over_units(engine::signals::time_weekday, days == given.end() ? nullptr : &days->second, of_days);
    week_ = WeekOfVisits(of_hours, of_days);
}

WeekSet ShareTables::minutes(SignalId signal, const Operator& op) {
    const FactPool::Mark mark = pool_.mark();
    WeekSet minutes(signal, pool_.intervals(pool_.add(signal, op, Sense::as_written)));
    pool_.forget_after(mark);
    return minutes;
}

ShareTables::Outcome ShareTables::of(SignalId id, const Operator& op) {
    const engine::Signal& signal = vocabulary_[id];
    if (signal.is_number()) {
        return numbers_[id] ? of_number(*numbers_[id], id, op) : Outcome{unknown_share, unknown_share};
    }
    if (!texts_[id]) {
        return signal.values_are == engine::Values::regions ? of_regions(op)
                                                            : Outcome{unknown_share, unknown_share};
    }
    const bool set = signal.type == engine::SignalType::set;
    return in_sense_of(op, set ? of_set(*texts_[id], op) : of_string(signal, *texts_[id], op));
}

ShareTables::Outcome ShareTables::of_string(const engine::Signal& signal, const Texts& table,
                                            const Operator& op) const {
    const std::vector<std::string> texts = folded_texts(signal, op.texts);
    Share pass = nobody, others = nobody;
    bool all_listed = op.kind == Kind::any_of;
    if (op.kind == Kind::any_of) {
        for (const std::string& text : texts) {
            const auto found = table.values.find(text);
            if (found == table.values.end()) {
                all_listed = false;
            } else {
                add(pass, found->second);
            }
        }
        if (table.known) {
            for (const auto& [value, share] : table.values) {
                if (!std::binary_search(texts.begin(), texts.end(), value)) { add(others, share); }
            }
        }
    } else {
        for (const auto& [value, share] : table.values) {
            add(fits(value, texts, op.kind) ? pass : others, share);
        }
    }
    Share fail = opposite(pass);
    fail.least = others.least;
    if (!all_listed) { add(pass, at_most(table.rest)); }
    return table.known ? Outcome{pass, fail} : Outcome{at_most(pass), at_most(fail)};
}

// Members of a set go together in any way.
ShareTables::Outcome ShareTables::of_set(const Texts& table, const Operator& op) const {
    std::vector<SharePart> parts;
    SignalBits bit = 1;
    for (const std::string& text : op.texts) {
        const auto found = table.values.find(engine::folded(text));
        // Each by itself, as long as there are bits: as if members had nothing to do with each other.
        parts.push_back({found == table.values.end() ? unknown_share : found->second, bit});
        bit = bit << 1 != 0 ? bit << 1 : 1;
    }
    const Share pass = op.kind == Kind::all_of ? share_of_all(parts) : share_of_any(parts);
    return {pass, at_most(opposite(pass))};
}

ShareTables::Outcome ShareTables::of_number(const Numbers& table, SignalId signal, const Operator& op) {
    const FactPool::Mark mark = pool_.mark();
    const double step = vocabulary_[signal].is_whole() ? 1 : 0;
    const Share pass = within(table, pool_.intervals(pool_.add(signal, op, Sense::as_written)), step);
    const Share fail = within(table, pool_.intervals(pool_.add(signal, op, Sense::flipped)), step);
    pool_.forget_after(mark);
    return {pass, fail};
}

// Whether the cells, which ascend, hold all of the interval.
bool ShareTables::is_told(const Numbers& table, const Interval& interval, double step) {
    double from = interval.min;
    for (const Numbers::Cell& cell : table.cells) {
        if (cell.interval.min <= from && from <= cell.interval.max) {
            from = step > 0 ? cell.interval.max + step : std::nextafter(cell.interval.max, HUGE_VAL);
        }
    }
    return from > interval.max;
}

Share ShareTables::within(const Numbers& table, std::span<const Interval> accepted, double step) {
    const auto inside = [&](const Interval& cell) {
        return std::any_of(accepted.begin(), accepted.end(), [&](const Interval& each) {
            return each.min <= cell.min && cell.max <= each.max;
        });
    };
    const auto touched = [&](const Interval& cell) {
        return std::any_of(accepted.begin(), accepted.end(), [&](const Interval& each) {
            return each.min <= cell.max && cell.min <= each.max;
        });
    };
    Share sum = nobody;
    for (const Numbers::Cell& cell : table.cells) {
        if (!touched(cell.interval)) { continue; }
        add(sum, {inside(cell.interval) ? cell.share : 0, cell.share, cell.share});
    }
    const bool all_told = std::all_of(accepted.begin(), accepted.end(),
                                      [&](const Interval& each) { return is_told(table, each, step); });
    if (!all_told) { add(sum, {0, table.rest, table.rest}); }
    return sum;
}

// A region has no more visits than its country.
ShareTables::Outcome ShareTables::of_regions(const Operator& op) const {
    const auto& countries = texts_[engine::signals::location_country];
    Share pass = nobody;
    std::set<std::string> seen;
    for (const std::string& text : op.texts) {
        if (op.kind == Kind::glob || text.size() < 2) { return {unknown_share, unknown_share}; }
        const std::string country = engine::folded(text.substr(0, 2));
        if (!seen.insert(country).second) { continue; }
        const auto found = countries->values.find(country);
        add(pass, found == countries->values.end() ? countries->rest : found->second);
    }
    return in_sense_of(op, {at_most(pass), unknown_share});
}

}  // namespace passerby::rules
