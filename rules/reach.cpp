#include "rules/reach.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace passerby::rules {

using engine::Condition;
using engine::Group;
using Kind = engine::Condition::Kind;

namespace {

// What all rules may take together, so that a million rules in force for a week each, with a segment of a
// thousand tests, do not take a billion steps. What is left over counts as unknown.
constexpr std::size_t steps_at_least = 1'000'000;
constexpr std::size_t steps_per_rule = 50;

constexpr SignalBits bit_of_time = SignalBits{1} << 63, bit_of_places = SignalBits{1} << 62,
                     bit_of_devices = SignalBits{1} << 61;

// Places lie within each other, and devices come with their systems and browsers: each group is one signal
// here.
SignalBits bit_of(const engine::Signal& signal, engine::SignalId id) {
    switch (signal.group) {
        case Group::time: return bit_of_time;
        case Group::location: return bit_of_places;
        case Group::device: return bit_of_devices;
        default: return SignalBits{1} << (id % 61);
    }
}

constexpr auto month = std::chrono::days{static_cast<int>(ReachEstimator::days_max)};

}  // namespace

ReachEstimator::ReachEstimator(const engine::RuleSet& set, const Guard& guard)
    : set_(set),
      guard_(guard),
      tables_(set.vocabulary, guard.shares),
      segments_(set.segments.size()),
      steps_(steps_at_least + steps_per_rule * set.rules.size()) {}

Reach ReachEstimator::of(const engine::Rule& rule) {
    begin(rule);
    std::vector<Estimate> slots;
    for (const engine::SlotId slot : rule.slots) { slots.push_back(estimate(set_.slots[slot].when)); }
    std::vector<Estimate> both;
    both.push_back(estimate(rule.when));
    both.push_back(join(std::move(slots), Kind::any));
    const Share share = join(std::move(both), Kind::all).holds;
    const double visits = guard_.visits_per_day * days_;
    return {share.least * visits, share.likely * visits, share.most * visits, days_};
}

Share ReachEstimator::share_of(const Condition& condition, const engine::Rule& rule) {
    begin(rule);
    return estimate(condition).holds;
}

void ReachEstimator::begin(const engine::Rule& rule) {
    stretch_.reset();
    days_ = days_max;
    const bool closed = rule.from != engine::Instant::min() && rule.until != engine::Instant::max();
    if (!closed || rule.until - rule.from >= month) { return; }
    using std::chrono::minutes;
    const auto lasts = std::chrono::duration_cast<minutes>(rule.until - rule.from);
    const auto local = set_.zone.local(rule.from);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto weekday = std::chrono::weekday(day).iso_encoding() - 1;
    const auto minute = std::chrono::duration_cast<minutes>(local - day).count();
    stretch_ = {weekday * 1'440 + static_cast<std::uint32_t>(minute),
                static_cast<std::uint64_t>(std::max<minutes::rep>(1, lasts.count()))};
    days_ = static_cast<double>(stretch_->minutes) / 1'440;
}

ReachEstimator::Estimate ReachEstimator::estimate(const Condition& condition) {
    switch (condition.kind) {
        case Kind::always: return {everybody, nobody, 0, std::nullopt};
        case Kind::test: return estimate(*condition.test);
        case Kind::segment: return estimate_segments(condition);
        case Kind::negation: {
            Estimate child = estimate(condition.children.front());
            std::swap(child.holds, child.fails);
            if (child.minutes) { child.minutes = child.minutes->opposite(); }
            return child;
        }
        case Kind::all:
        case Kind::any: break;
    }
    std::vector<Estimate> parts;
    parts.reserve(condition.children.size());
    for (const Condition& child : condition.children) { parts.push_back(estimate(child)); }
    return join(std::move(parts), condition.kind);
}

ReachEstimator::Estimate ReachEstimator::estimate(const engine::Test& test) {
    const engine::Signal& signal = set_.vocabulary[test.signal];
    const SignalBits bit = bit_of(signal, test.signal);
    std::vector<Estimate> parts;
    for (const engine::Operator& op : test.operators) {
        const std::size_t steps = 1 + op.texts.size() / 16;
        if (steps_ < steps) {
            parts.push_back({unknown_share, unknown_share, bit, std::nullopt});
            continue;
        }
        steps_ -= steps;
        if (signal.group == Group::time) {
            parts.push_back(of_minutes(tables_.minutes(test.signal, op)));
        } else {
            const ShareTables::Outcome outcome = tables_.of(test.signal, op);
            parts.push_back({outcome.passes, outcome.fails, bit, std::nullopt});
        }
    }
    return join(std::move(parts), Kind::all);
}

ReachEstimator::Estimate ReachEstimator::estimate_segments(const Condition& condition) {
    std::vector<Estimate> parts;
    for (const engine::SegmentId id : condition.segments) { parts.push_back(segment(id)); }
    return join(std::move(parts), Kind::any);
}

ReachEstimator::Estimate ReachEstimator::segment(engine::SegmentId id) {
    if (stretch_) { return estimate(set_.segments[id].when); }
    if (!segments_[id]) { segments_[id] = estimate(set_.segments[id].when); }
    return *segments_[id];
}

// What asks for nothing but time becomes one part; for the rest, what is known of its parts is all there is.
ReachEstimator::Estimate ReachEstimator::join(std::vector<Estimate> parts, Kind kind) {
    const auto timeless = std::partition(parts.begin(), parts.end(),
                                         [](const Estimate& part) { return part.minutes.has_value(); });
    if (timeless - parts.begin() > 1) {
        WeekSet minutes = *parts.front().minutes;
        for (auto part = parts.begin() + 1; part != timeless; ++part) {
            minutes = kind == Kind::all ? minutes.in_both(*part->minutes) : minutes.in_either(*part->minutes);
        }
        parts.erase(parts.begin() + 1, timeless);
        parts.front() = of_minutes(std::move(minutes));
    }
    if (parts.size() == 1) { return std::move(parts.front()); }
    std::vector<SharePart> hold, fail;
    Estimate out;
    for (const Estimate& part : parts) {
        hold.push_back({part.holds, part.signals});
        fail.push_back({part.fails, part.signals});
        out.signals |= part.signals;
    }
    out.holds = kind == Kind::all ? share_of_all(hold) : share_of_any(hold);
    out.fails = kind == Kind::all ? share_of_any(fail) : share_of_all(fail);
    return out;
}

ReachEstimator::Estimate ReachEstimator::of_minutes(WeekSet minutes) const {
    const Share share = share_of(minutes);
    const Share other = {1 - share.most, 1 - share.likely, 1 - share.least};
    return {share, other, bit_of_time, std::move(minutes)};
}

Share ReachEstimator::share_of(const WeekSet& minutes) const {
    const WeekOfVisits& week = tables_.week();
    const double share =
        std::clamp(stretch_ ? week.share(minutes, *stretch_) : week.share(minutes), 0.0, 1.0);
    return {share, share, share};
}

}  // namespace passerby::rules
