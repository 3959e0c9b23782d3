#include "rules/facts.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "engine/casefold.hpp"
#include "engine/glob.hpp"

namespace passerby::rules {

using engine::Interval;
using engine::Operator;
using Kind = engine::Operator::Kind;

namespace {

constexpr std::size_t comparisons_max = 4'096;  // of texts with texts, for one pair of facts

bool is_list(const Fact& fact) {
    return fact.op->kind == Kind::any_of || fact.op->kind == Kind::all_of;
}

// A string is one of the texts, or a set contains the one text: what `any_of` says.
bool is_any(const Fact& fact) {
    return fact.op->kind == Kind::any_of || (fact.op->kind == Kind::all_of && fact.count == 1);
}

template <class Value>
bool all_within(std::span<const Value> values, std::span<const Value> others) {
    return std::includes(others.begin(), others.end(), values.begin(), values.end());
}

bool all_within(std::span<const Interval> inner, std::span<const Interval> outer) {
    auto at = outer.begin();
    for (const Interval& each : inner) {
        while (at != outer.end() && at->max < each.min) { ++at; }
        if (at == outer.end() || at->min > each.min || at->max < each.max) { return false; }
    }
    return true;
}

bool meet(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b) {
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (*x == *y) { return true; }
        ++(*x < *y ? x : y);
    }
    return false;
}

bool meet(std::span<const Interval> a, std::span<const Interval> b) {
    for (auto x = a.begin(), y = b.begin(); x != a.end() && y != b.end();) {
        if (x->min <= y->max && y->min <= x->max) { return true; }
        ++(x->max < y->max ? x : y);
    }
    return false;
}

// Whether one text fits one pattern of a prefix or glob operator; both folded where the signal asks for it.
bool fits(std::string_view text, std::string_view pattern, Kind kind) {
    return kind == Kind::prefix ? text.starts_with(pattern) : engine::glob_matches(pattern, text);
}

std::vector<std::string> spelled(const std::vector<std::string>& texts, const engine::Signal& signal) {
    if (signal.minds_case()) { return texts; }
    std::vector<std::string> out;
    out.reserve(texts.size());
    for (const std::string& text : texts) { out.push_back(engine::folded(text)); }
    return out;
}

// Whether `test(text, other)` is true for every, or for any, of the one with some of the others.
template <class Test>
bool every_has_some(const std::vector<std::string>& texts, const std::vector<std::string>& others,
                    Test test) {
    return std::all_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return std::any_of(others.begin(), others.end(),
                           [&](const std::string& other) { return test(text, other); });
    });
}

template <class Test>
bool none_has_any(const std::vector<std::string>& texts, const std::vector<std::string>& others, Test test) {
    return std::none_of(texts.begin(), texts.end(), [&](const std::string& text) {
        return std::any_of(others.begin(), others.end(),
                           [&](const std::string& other) { return test(text, other); });
    });
}

}  // namespace

Fact FactPool::add(engine::SignalId id, const Operator& op, Sense sense) {
    const engine::Signal& signal = vocabulary_[id];
    const bool negated = op.negated != (sense == Sense::flipped);
    Fact fact{&op, id, negated, 0, 0};
    if (signal.is_number()) {
        fact.first = static_cast<std::uint32_t>(intervals_.size());
        add_intervals(signal, op, negated);
        fact.count = static_cast<std::uint32_t>(intervals_.size()) - fact.first;
    } else if (is_list(fact)) {
        fact.first = static_cast<std::uint32_t>(hashes_.size());
        for (const std::string& text : op.texts) {
            hashes_.push_back(std::hash<std::string>()(signal.minds_case() ? text : engine::folded(text)));
        }
        const auto begin = hashes_.begin() + fact.first;
        std::sort(begin, hashes_.end());
        hashes_.erase(std::unique(begin, hashes_.end()), hashes_.end());
        fact.count = static_cast<std::uint32_t>(hashes_.size()) - fact.first;
    }
    return fact;
}

void FactPool::add_intervals(const engine::Signal& signal, const Operator& op, bool negated) {
    const double infinity = std::numeric_limits<double>::infinity();
    const auto after = [&](double x) { return signal.is_whole() ? x + 1 : std::nextafter(x, infinity); };
    const auto before = [&](double x) { return signal.is_whole() ? x - 1 : std::nextafter(x, -infinity); };
    std::vector<Interval> parts;
    for (const Interval& each : op.intervals) {
        const Interval part{std::max(each.min, signal.min), std::min(each.max, signal.max)};
        if (part.min <= part.max) { parts.push_back(part); }
    }
    std::sort(parts.begin(), parts.end(), [](const Interval& a, const Interval& b) { return a.min < b.min; });
    std::vector<Interval> joined;
    for (const Interval& part : parts) {
        if (!joined.empty() && part.min <= after(joined.back().max)) {
            joined.back().max = std::max(joined.back().max, part.max);
        } else {
            joined.push_back(part);
        }
    }
    if (!negated) {
        intervals_.insert(intervals_.end(), joined.begin(), joined.end());
        return;
    }
    double from = signal.min;
    for (const Interval& each : joined) {
        if (from <= before(each.min)) { intervals_.push_back({from, before(each.min)}); }
        from = after(each.max);
    }
    if (from <= signal.max) { intervals_.push_back({from, signal.max}); }
}

bool FactPool::implies(const Fact& fact, const Fact& other) const {
    return is_number(fact) ? all_within(intervals(fact), intervals(other)) : text_implies(fact, other);
}

bool FactPool::excludes(const Fact& fact, const Fact& other) const {
    return is_number(fact) ? !meet(intervals(fact), intervals(other)) : text_excludes(fact, other);
}

bool FactPool::text_implies(const Fact& fact, const Fact& other) const {
    const engine::Signal& signal = vocabulary_[fact.signal];
    const bool set = signal.type == engine::SignalType::set;
    if (is_list(fact) && is_list(other)) {
        const auto own = hashes(fact), wanted = hashes(other);
        if (fact.negated) {
            return other.negated && is_any(fact) && is_any(other) && all_within(wanted, own);
        }
        // A set that contains one thing may contain any other.
        if (other.negated) { return !set && !meet(own, wanted); }
        if (other.op->kind == Kind::all_of) {
            return fact.op->kind == Kind::all_of && all_within(wanted, own);
        }
        return fact.op->kind == Kind::all_of ? meet(own, wanted) : all_within(own, wanted);
    }
    if (set || fact.op->texts.size() * other.op->texts.size() > comparisons_max) { return false; }
    const auto own = spelled(fact.op->texts, signal), wanted = spelled(other.op->texts, signal);
    const Kind kind = other.op->kind;
    const auto fits_it = [kind](const std::string& text, const std::string& pattern) {
        return fits(text, pattern, kind);
    };
    if (fact.op->kind == Kind::any_of && !fact.negated) {
        return other.negated ? none_has_any(own, wanted, fits_it) : every_has_some(own, wanted, fits_it);
    }
    const auto begins = [](const std::string& text, const std::string& prefix) {
        return text.starts_with(prefix);
    };
    if (fact.op->kind == Kind::prefix && !fact.negated && !other.negated && kind == Kind::prefix) {
        return every_has_some(own, wanted, begins);
    }
    if (fact.op->kind == Kind::prefix && fact.negated && other.negated && kind != Kind::glob) {
        return every_has_some(wanted, own, begins);
    }
    // Of globs, no more than that each is among the others word for word.
    if (fact.op->kind != kind || fact.negated != other.negated) { return false; }
    const auto same = [](const std::string& a, const std::string& b) { return a == b; };
    return fact.negated ? every_has_some(wanted, own, same) : every_has_some(own, wanted, same);
}

bool FactPool::text_excludes(const Fact& fact, const Fact& other) const {
    const engine::Signal& signal = vocabulary_[fact.signal];
    const bool set = signal.type == engine::SignalType::set;
    if (fact.negated && other.negated) { return false; }
    if (fact.negated) { return text_excludes(other, fact); }
    if (is_list(fact) && is_list(other)) {
        const auto own = hashes(fact), wanted = hashes(other);
        if (!other.negated) { return !set && !meet(own, wanted); }
        if (other.op->kind == Kind::all_of && other.count > 1) {  // not all of them
            return fact.op->kind == Kind::all_of && all_within(wanted, own);
        }
        return fact.op->kind == Kind::all_of ? meet(own, wanted) : all_within(own, wanted);
    }
    if (set || fact.op->texts.size() * other.op->texts.size() > comparisons_max) { return false; }
    if (fact.op->kind != Kind::any_of && other.op->kind == Kind::any_of && !other.negated) {
        return text_excludes(other, fact);
    }
    const auto own = spelled(fact.op->texts, signal), wanted = spelled(other.op->texts, signal);
    const Kind kind = other.op->kind;
    const auto fits_it = [kind](const std::string& text, const std::string& pattern) {
        return fits(text, pattern, kind);
    };
    if (fact.op->kind == Kind::any_of) {
        return other.negated ? every_has_some(own, wanted, fits_it) : none_has_any(own, wanted, fits_it);
    }
    if (fact.op->kind != Kind::prefix || kind != Kind::prefix) { return false; }
    if (other.negated) { return every_has_some(own, wanted, fits_it); }
    return none_has_any(own, wanted, [](const std::string& a, const std::string& b) {
        return a.starts_with(b) || b.starts_with(a);
    });
}

}  // namespace passerby::rules
