#include "rules/parse_signals.hpp"

#include <fmt/format.h>

#include <unordered_set>

#include "engine/casefold.hpp"
#include "engine/limits.hpp"

namespace passerby::rules {

namespace limits = engine::limits;
using engine::SignalType;

namespace {

constexpr std::string_view type_words[] = {"string", "set", "integer", "number", "boolean"};
constexpr SignalType types[] = {SignalType::string, SignalType::set, SignalType::integer, SignalType::number,
                                SignalType::boolean};
constexpr std::string_view purpose_words[] = {"location", "behaviour", "history"};
constexpr engine::Purpose purposes[] = {engine::Purpose::location, engine::Purpose::behaviour,
                                        engine::Purpose::history};

// `[a-z][a-z0-9_]{0,47}`
bool is_member(std::string_view text) {
    if (text.empty() || text.size() > limits::member_bytes_max) { return false; }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool letter = c >= 'a' && c <= 'z';
        if (!letter && (i == 0 || !((c >= '0' && c <= '9') || c == '_'))) { return false; }
    }
    return true;
}

}  // namespace

std::optional<engine::Signal> SignalReader::read(Node name, Node node) {
    static constexpr Key<SignalReader> keys[] = {{"type", &SignalReader::read_type, Need::required},
                                                 {"values", &SignalReader::read_values},
                                                 {"purpose", &SignalReader::read_purpose},
                                                 {"min", &SignalReader::read_min},
                                                 {"max", &SignalReader::read_max}};
    signal_ = {};
    values_ = min_ = max_ = std::nullopt;
    purpose_.reset();
    const std::size_t said_before = report_.said();
    read_name(name);
    if (scalars_.is_mapping(node, "the declaration of a signal", "write e.g. `{type: string}`")) {
        read_keys(report_, node, "a signal", keys, *this);
        take_values();
        take_bounds();
        signal_.needs = engine::needs_of(signal_.group, purpose_);
    }
    if (report_.said() != said_before) { return std::nullopt; }
    return std::move(signal_);
}

void SignalReader::read_name(Node name) {
    const std::string_view text = name.text();
    const std::size_t dot = text.find('.');
    const auto group = dot == std::string_view::npos ? std::nullopt : engine::find_group(text.substr(0, dot));
    if (!group || *group == engine::Group::time) {
        return report_.say(name, "bad-signal-name",
                           fmt::format("{} is no name for a signal", backticked(text)),
                           "begin it with `page.`, `device.`, `location.` or `behaviour.`");
    }
    const std::string_view member = text.substr(dot + 1);
    if (!is_member(member)) {
        return report_.say(name, "bad-signal-name",
                           fmt::format("{} is no name for a signal", backticked(text)),
                           "after the group come 1 to 48 of `a-z 0-9 _`, beginning with a letter");
    }
    if (engine::identifies_a_person(member)) {
        return report_.say(name, "personal-signal",
                           fmt::format("{} would identify a person", backticked(text)),
                           "rules know the moment, never who somebody is; choose a fact that many share");
    }
    signal_.name = text;
    signal_.group = *group;
}

void SignalReader::read_type(Node value) {
    const auto word = scalars_.word(value, "`type`", type_words);
    if (!word) { return; }
    signal_.type = types[*word];
    if (signal_.type == SignalType::boolean) { signal_.max = 1; }
}

void SignalReader::read_values(Node value) {
    values_ = value;
}

void SignalReader::read_purpose(Node value) {
    if (const auto word = scalars_.word(value, "`purpose`", purpose_words)) { purpose_ = purposes[*word]; }
}

void SignalReader::read_min(Node value) {
    min_ = value;
}

void SignalReader::read_max(Node value) {
    max_ = value;
}

void SignalReader::take_values() {
    if (!values_) { return; }
    if (!signal_.is_text()) {
        return report_.say(*values_, "wrong-operator", "`values` goes with strings and sets only",
                           "bound a number by `min` and `max`");
    }
    if (!scalars_.is_list(*values_, "`values`", "write e.g. `[none, silver, gold]`")) { return; }
    signal_.values_are = engine::Values::listed;
    signal_.values.reserve(values_->size());
    std::unordered_set<std::string> seen;
    for (Node value : values_->items()) {
        const auto text = scalars_.text(value, "an entry of `values`");
        if (!text) { continue; }
        if (text->size() > limits::string_bytes_max) {
            report_.say(value, "out-of-range",
                        fmt::format("a value has more than {} bytes", limits::string_bytes_max));
        } else if (!seen.insert(engine::folded(*text)).second) {
            report_.say(value, "duplicate-entry", fmt::format("value {} is listed twice", backticked(*text)),
                        "values are compared without regard to case");
        } else {
            signal_.values.emplace_back(*text);
        }
    }
}

void SignalReader::take_bounds() {
    const bool number = signal_.type == SignalType::integer || signal_.type == SignalType::number;
    for (const auto& bound : {min_, max_}) {
        if (bound && !number) {
            return report_.say(*bound, "wrong-operator", "`min` and `max` go with numbers only",
                               "list the values of a string under `values`");
        }
    }
    if (!number) { return; }
    signal_.min = -limits::number_max;
    signal_.max = limits::number_max;
    take_bound(min_, "`min`", signal_.min);
    take_bound(max_, "`max`", signal_.max);
    if (signal_.min > signal_.max) {
        report_.say(max_ ? *max_ : *min_, "backwards-range", "`max` lies below `min`", "swap them");
    }
}

void SignalReader::take_bound(const std::optional<Node>& node, std::string_view what, double& bound) {
    if (!node) { return; }
    const Bounds bounds{-limits::number_max, limits::number_max};
    const auto number = signal_.type == SignalType::integer ? scalars_.whole(*node, what, bounds)
                                                            : scalars_.number(*node, what, bounds);
    bound = number.value_or(bound);
}

}  // namespace passerby::rules
