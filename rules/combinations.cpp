#include "rules/combinations.hpp"

#include <fmt/format.h>

#include <optional>
#include <utility>
#include <vector>

#include "rules/lint.hpp"
#include "rules/parse_range.hpp"

namespace passerby::rules {

using engine::Condition;
using engine::Group;
using engine::Operator;
using Kind = engine::Condition::Kind;

namespace {

namespace signals = engine::signals;

using Traits = unsigned;
constexpr Traits city = 1, hour = 2, device = 4, path = 8, place = 16;

constexpr std::size_t few_cities = 5;

// As much as half of the day, or of the week's windows, is no hour.
bool is_hour(engine::SignalId id, const Operator& op) {
    const double all = id == signals::time_hour     ? 24
                       : id == signals::time_of_day ? minutes_per_day
                       : id == signals::time_window ? minutes_per_week
                                                    : 0;
    double asked = 0;
    for (const engine::Interval& each : op.intervals) { asked += each.max - each.min + 1; }
    return asked > 0 && asked <= all / 2;
}

Traits traits_of(const engine::Vocabulary& vocabulary, engine::SignalId id, const Operator& op) {
    const Group group = vocabulary[id].group;
    if (group == Group::time) { return is_hour(id, op) ? hour : 0; }
    if (group == Group::device) { return device; }
    if (group == Group::location) {
        return id == signals::location_city && op.texts.size() <= few_cities ? city | place : place;
    }
    const bool one_path =
        id == signals::page_path && op.kind == Operator::Kind::any_of && op.texts.size() == 1;
    return one_path ? path : 0;
}

// What must be so for a condition to hold, and for it to fail.
struct Must {
    Traits hold = 0, fail = 0;
};

class CombinationCheck {
  public:
    CombinationCheck(const engine::RuleSet& set, Report& report)
        : set_(set), report_(report), segments_(set.segments.size()) {}

    void run() {
        std::vector<Traits> slots;
        for (const engine::Slot& slot : set_.slots) { slots.push_back(must(slot.when).hold); }
        for (const engine::Rule& rule : set_.rules) {
            Traits of_slots = ~Traits{0};
            for (const engine::SlotId slot : rule.slots) { of_slots &= slots[slot]; }
            warn(rule, must(rule.when).hold | of_slots);
        }
    }

  private:
    Must must(const Condition& condition) {
        switch (condition.kind) {
            case Kind::always: return {0, ~Traits{0}};
            case Kind::test: return must(*condition.test);
            case Kind::negation: {
                const Must child = must(condition.children.front());
                return {child.fail, child.hold};
            }
            case Kind::all: {
                Must out{0, ~Traits{0}};
                for (const Condition& child : condition.children) {
                    const Must part = must(child);
                    out = {out.hold | part.hold, out.fail & part.fail};
                }
                return out;
            }
            case Kind::any: return one_of(condition.children, [&](const Condition& c) { return must(c); });
            case Kind::segment:
                return one_of(condition.segments, [&](engine::SegmentId id) { return segment(id); });
        }
        return {};
    }

    template <class Parts, class Each>
    static Must one_of(const Parts& parts, Each each) {
        Must out{~Traits{0}, 0};
        for (const auto& part : parts) {
            const Must must = each(part);
            out = {out.hold & must.hold, out.fail | must.fail};
        }
        return out;
    }

    Must must(const engine::Test& test) const {
        Must out{0, ~Traits{0}};
        for (const Operator& op : test.operators) {
            const Traits traits = traits_of(set_.vocabulary, test.signal, op);
            out.hold |= op.negated ? 0 : traits;
            out.fail &= op.negated ? traits : 0;
        }
        return out;
    }

    Must segment(engine::SegmentId id) {
        if (!segments_[id]) { segments_[id] = must(set_.segments[id].when); }
        return *segments_[id];
    }

    void warn(const engine::Rule& rule, Traits traits) {
        const auto has = [&](Traits wanted) { return (traits & wanted) == wanted; };
        if (has(city | hour | device) && !accepts(rule, "city-hour-device")) {
            report_.say(
                rule.place, "city-hour-device",
                fmt::format("rule {} asks for a city, an hour and a device at once", backticked(rule.id)),
                "leave one of them out: together they may mean one person");
        }
        if (has(path | place) && !accepts(rule, "path-and-place")) {
            report_.say(rule.place, "path-and-place",
                        fmt::format("rule {} asks for one path together with a place", backticked(rule.id)),
                        "ask for a section instead, or leave the place out");
        }
    }

    const engine::RuleSet& set_;
    Report& report_;
    std::vector<std::optional<Must>> segments_;  // by SegmentId
};

}  // namespace

void warn_of_combinations(const engine::RuleSet& set, Report& report) {
    CombinationCheck(set, report).run();
}

}  // namespace passerby::rules
