#include "rules/parse_test.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace passerby::rules {

using engine::Operator;
using engine::SignalType;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// Which signals an operator is for.
enum class For : std::uint8_t { every, strings, sets, numbers };

struct OperatorName {
    std::string_view name;
    For signals;
};

constexpr OperatorName operators[] = {
    {"not", For::every},   {"prefix", For::strings}, {"glob", For::strings},  {"all", For::sets},
    {"min", For::numbers}, {"max", For::numbers},    {"above", For::numbers}, {"below", For::numbers},
};

bool suits(For signals, SignalType type) {
    switch (signals) {
        case For::every: return true;
        case For::strings: return type == SignalType::string;
        case For::sets: return type == SignalType::set;
        case For::numbers: return type == SignalType::integer || type == SignalType::number;
    }
    return false;
}

std::vector<std::string_view> operators_for(SignalType type) {
    std::vector<std::string_view> names;
    for (const OperatorName& known : operators) {
        if (suits(known.signals, type)) { names.push_back(known.name); }
    }
    return names;
}

Operator empty_operator(Operator::Kind kind) {
    Operator op;
    op.kind = kind;
    return op;
}

Operator negated(Operator op) {
    op.negated = true;
    return op;
}

}  // namespace

// `min: 5` and its kin: which end of the range, and how a strict end moves inwards.
struct TestReader::Bound {
    std::string_view name;
    bool lower, strict;
};

std::optional<engine::Test> TestReader::read(engine::SignalId id, Node test) {
    values_.start(id);
    signal_ = &values_.signal();
    test_ = {.signal = id, .operators = {}};
    if (test.is_mapping()) {
        read_operators(test);
    } else {
        read_values(test, empty_operator(signal_->is_text() ? Kind::any_of : Kind::within));
    }
    if (test_.operators.empty()) { return std::nullopt; }
    return std::move(test_);
}

void TestReader::read_operators(Node mapping) {
    if (mapping.size() == 0) {
        return report_.say(mapping, "empty", fmt::format("the test of {} is empty", signal_name()));
    }
    lowest_.reset();
    highest_.reset();
    for (auto [key, value] : mapping.entries()) { read_operator(key, value); }
    finish_bounds(mapping);
}

void TestReader::read_operator(Node key, Node value) {
    static constexpr Bound bounds[] = {
        {"min", true, false}, {"above", true, true}, {"max", false, false}, {"below", false, true}};
    const std::string_view name = key.text();
    const auto known = std::find_if(std::begin(operators), std::end(operators),
                                    [&](const OperatorName& each) { return each.name == name; });
    if (known == std::end(operators)) {
        const auto names = operators_for(signal_->type);
        std::string hint = report_.did_you_mean(name, names);
        if (hint.empty()) { hint = fmt::format("{} takes {}", signal_name(), listed(names)); }
        return report_.say(key, "unknown-operator", fmt::format("there is no operator {}", backticked(name)),
                           hint);
    }
    if (!suits(known->signals, signal_->type)) {
        return report_.say(
            key, "wrong-operator",
            fmt::format("`{}` does not go with {}, which is {}", name, signal_name(), noun_of(signal_->type)),
            fmt::format("{} takes {}", signal_name(), listed(operators_for(signal_->type))));
    }
    for (const Bound& bound : bounds) {
        if (bound.name == name) { return read_bound(bound, value); }
    }
    const Kind plain = signal_->is_text() ? Kind::any_of : Kind::within;
    if (name == "not") { return read_values(value, negated(empty_operator(plain))); }
    if (name == "prefix") { return read_values(value, empty_operator(Kind::prefix)); }
    if (name == "glob") { return read_values(value, empty_operator(Kind::glob)); }
    if (!value.is_sequence()) {
        return report_.say(value, "wrong-kind",
                           fmt::format("`all` takes a list, not {}", name_of(value.kind())),
                           "write e.g. `{all: [a, b]}`");
    }
    read_values(value, empty_operator(Kind::all_of));
}

void TestReader::read_values(Node values, Operator op) {
    if (values.is_mapping()) {
        return report_.say(
            values, "wrong-kind",
            fmt::format("{} is compared with a value or a list here, not a mapping", signal_name()),
            op.negated ? fmt::format("put the whole test under `not:`, as in `not: {{{}: …}}`", signal_->name)
                       : "");
    }
    if (values.is_scalar()) {
        values_.add(values, op);
    } else if (signal_->type == SignalType::boolean) {
        return report_.say(values, "wrong-kind",
                           fmt::format("{} is `true` or `false`, not a list", signal_name()),
                           "a list of both would only ask that it be known");
    } else if (scalars_.is_list(values, signal_name())) {
        if (signal_->is_text()) { op.texts.reserve(values.size()); }
        for (Node item : values.items()) { values_.add(item, op); }
    }
    if (!op.texts.empty() || !op.intervals.empty()) { test_.operators.push_back(std::move(op)); }
}

void TestReader::read_bound(const Bound& bound, Node value) {
    const bool whole = signal_->type == SignalType::integer;
    const auto text = scalars_.text(value, fmt::format("`{}`", bound.name));
    if (!text) { return; }
    const auto number = whole ? read_whole(*text) : read_number(*text);
    if (!number) {
        return report_.say(
            value, "not-a-number",
            fmt::format("`{}` takes {}, not {}", bound.name, noun_of(signal_->type), backticked(*text)),
            "write it in digits, e.g. `10`");
    }
    if (!values_.check_number(value, *number)) { return; }
    const double outwards = bound.lower ? infinity : -infinity;
    const double next = whole ? *number + (bound.lower ? 1 : -1) : std::nextafter(*number, outwards);
    const End end{*number, bound.strict ? next : *number};
    std::optional<End>& kept = bound.lower ? lowest_ : highest_;
    const bool tighter = !kept || (bound.lower ? end.inwards > kept->inwards : end.inwards < kept->inwards);
    if (tighter) { kept = end; }
}

void TestReader::finish_bounds(Node mapping) {
    if (!lowest_ && !highest_) { return; }
    const double low = lowest_ ? lowest_->inwards : -infinity;
    const double high = highest_ ? highest_->inwards : infinity;
    if (lowest_ && highest_ && lowest_->written > highest_->written) {
        const std::string wrapped =
            fmt::format("`{}-{}`", spell_number(lowest_->written), spell_number(highest_->written));
        return report_.say(
            mapping, "backwards-range",
            fmt::format("{} cannot be at least {} and at most {}", signal_name(),
                        spell_number(lowest_->written), spell_number(highest_->written)),
            test_.signal == engine::signals::time_hour ? "a range over midnight is written " + wrapped : "");
    }
    const auto add = [&](engine::Interval interval) {
        test_.operators.push_back(
            {.kind = Kind::within, .negated = false, .texts = {}, .intervals = {interval}});
    };
    if (low <= high) { return add({low, high}); }
    // Nothing lies strictly between: two operators that cannot both hold, so that no interval is empty.
    add({low, infinity});
    add({-infinity, high});
}

}  // namespace passerby::rules
