#include "engine/vocabulary.hpp"

#include <algorithm>

#include "engine/casefold.hpp"
#include "engine/countries.hpp"
#include "engine/ensure.hpp"
#include "engine/limits.hpp"

namespace passerby::engine {

namespace {

using enum SignalType;

constexpr std::array<std::string_view, 5> group_names = {"time", "page", "device", "location", "behaviour"};
constexpr std::array<std::string_view, 8> type_names = {"string",  "set",         "integer", "number",
                                                        "boolean", "time of day", "weekday", "window"};

// One row of the table of built-in signals, in the order of `signals`.
struct BuiltIn {
    const char* name;
    SignalType type;
    double max = 0;  // of numbers, from 0
    std::vector<std::string> values = {};
    Values values_are = Values::open;
};

constexpr double minutes_of_day = 24 * 60;
constexpr double minutes_of_week = 7 * minutes_of_day;

std::vector<BuiltIn> built_ins() {
    using limits::number_max;
    return {
        {"time.hour", integer, 23},
        {"time.of_day", time_of_day, minutes_of_day - 1},
        {"time.weekday", weekday, 6},
        {"time.window", window, minutes_of_week - 1},
        {"page.path", string},
        {"page.section", string},
        {"page.type", string},
        {"page.language", string},
        {"page.topics", set},
        {"page.keywords", set},
        {"page.referrer", string, 0, {"direct", "search", "social", "email", "internal", "other"}},
        {"device.type", string, 0, {"desktop", "phone", "tablet", "tv", "console", "bot", "other"}},
        {"device.os", string, 0, {"windows", "macos", "linux", "chromeos", "ios", "android", "other"}},
        {"device.browser", string, 0, {"chrome", "safari", "firefox", "edge", "samsung", "opera", "other"}},
        {"location.country", string, 0, {}, Values::countries},
        {"location.region", string, 0, {}, Values::regions},
        {"location.city", string},
        {"behaviour.pages_viewed", integer, number_max},
        {"behaviour.cart_items", integer, number_max},
        {"behaviour.minutes_on_site", number, number_max},
        {"behaviour.cart_value", number, number_max},
        {"behaviour.sections", set},
        {"behaviour.topics", set},
        {"behaviour.searches", set},
        {"behaviour.visits", integer, number_max},
        {"behaviour.days_since_purchase", integer, number_max},
        {"behaviour.returning", boolean, 1},
        {"behaviour.subscriber", boolean, 1},
    };
}

PurposeSet built_in_needs(SignalId id, Group group) {
    if (id == signals::location_country) { return {Purpose::location}; }  // a child's country may be used
    if (id >= signals::behaviour_visits) { return needs_of(group, Purpose::history); }
    return needs_of(group, std::nullopt);
}

Symbols fold_values(const std::vector<std::string>& values) {
    Symbols symbols;
    for (const std::string& value : values) {
        ensure(symbols.intern(folded(value)) + 1 == symbols.size(), "the values of a list differ");
    }
    symbols.settle();
    return symbols;
}

std::optional<ValueId> find_listed(const Signal& signal, std::string_view text, FoldedTexts& room) {
    const SymbolId found = signal.folded_values.find_said(text, room);
    return found == unlisted ? std::nullopt : std::optional<ValueId>(found);
}

// Where the signal is not of a vocabulary yet.
std::optional<std::string_view> search_values(const std::vector<std::string>& values, std::string_view text) {
    const auto found = std::find_if(values.begin(), values.end(),
                                    [&](const std::string& value) { return equal_folded(value, text); });
    return found == values.end() ? std::nullopt : std::optional<std::string_view>(*found);
}

std::optional<std::string_view> spell_listed(const Signal& signal, std::string_view text) {
    if (signal.folded_values.size() != signal.values.size()) { return search_values(signal.values, text); }
    FoldedTexts room(0);
    const auto value = find_listed(signal, text, room);
    return value ? std::optional<std::string_view>(signal.values[*value]) : std::nullopt;
}

std::optional<ValueId> as_value(std::optional<std::size_t> index) {
    return index ? std::optional(static_cast<ValueId>(*index)) : std::nullopt;
}

}  // namespace

Vocabulary::Vocabulary() {
    for (BuiltIn& row : built_ins()) {
        Signal signal;
        signal.name = row.name;
        signal.group = *find_group(signal.name.substr(0, signal.name.find('.')));
        signal.type = row.type;
        signal.needs = built_in_needs(static_cast<SignalId>(signals_.size()), signal.group);
        signal.values_are = row.values.empty() ? row.values_are : Values::listed;
        signal.values = std::move(row.values);
        signal.max = row.max;
        enter(std::move(signal));
    }
    ensure(signals_.size() == signals::count, "every built-in signal has its row");
}

SignalId Vocabulary::declare(Signal signal) {
    ensure(signals_.size() < signals::count + limits::declared_signals_max, "declared signals are bounded");
    ensure(!find(signal.name), "a signal is declared once");
    signal.declared = true;
    return enter(std::move(signal));
}

SignalId Vocabulary::enter(Signal signal) {
    const auto id = static_cast<SignalId>(signals_.size());
    signal.folded_values = fold_values(signal.values);
    Members& members = members_[static_cast<std::size_t>(signal.group)];
    if (ShortNames::fits(signal.member())) {
        members.short_ones.insert(signal.member(), id);
    } else {
        members.long_ones.insert(place_among(members.long_ones, signal.member()), id);
    }
    terms_.push_back({signal.min, signal.max, signal.needs, signal.type, signal.values_are,
                      signal.group == Group::time, value_count(signal)});
    signals_.push_back(std::move(signal));
    return id;
}

std::optional<SignalId> Vocabulary::find(std::string_view name) const {
    const std::size_t dot = name.find('.');
    const auto group = find_group(name.substr(0, dot));
    if (dot == std::string_view::npos || !group) { return std::nullopt; }
    return find(*group, name.substr(dot + 1));
}

std::optional<SignalId> Vocabulary::find_long(Group group, std::string_view member) const {
    const std::vector<SignalId>& ids = members_[static_cast<std::size_t>(group)].long_ones;
    const auto place = place_among(ids, member);
    const bool found = place != ids.end() && signals_[*place].member() == member;
    return found ? std::optional(*place) : std::nullopt;
}

std::vector<SignalId>::const_iterator Vocabulary::place_among(const std::vector<SignalId>& ids,
                                                              std::string_view member) const {
    return std::lower_bound(ids.begin(), ids.end(), member, [this](SignalId id, std::string_view wanted) {
        return signals_[id].member() < wanted;
    });
}

std::string_view name_of(Group group) {
    return group_names[static_cast<std::size_t>(group)];
}

std::optional<Group> find_group(std::string_view name) {
    for (std::size_t i = 0; i < group_names.size(); ++i) {
        if (group_names[i] == name) { return static_cast<Group>(i); }
    }
    return std::nullopt;
}

std::string_view name_of(SignalType type) {
    return type_names[static_cast<std::size_t>(type)];
}

PurposeSet needs_of(Group group, std::optional<Purpose> purpose) {
    if (group == Group::behaviour && purpose == Purpose::history) { return {Purpose::history}; }
    PurposeSet needs;
    if (purpose) { needs = needs.with(*purpose); }
    if (group == Group::device) { needs = needs.with(Purpose::device); }
    if (group == Group::behaviour) { needs = needs.with(Purpose::behaviour); }
    if (group == Group::location) { needs = needs.with(Purpose::location); }
    // Whatever tells of a place is taken to be finer than a country: only `location.country` is not.
    return needs.has(Purpose::location) ? needs.with(Purpose::exact_location) : needs;
}

std::optional<ValueId> Vocabulary::find_value(SignalId id, std::string_view text, FoldedTexts& room) const {
    switch (terms_[id].values_are) {
        case Values::open: break;
        case Values::listed: return find_listed(signals_[id], text, room);
        case Values::countries: return as_value(country_index(text));
        case Values::regions: return as_value(region_index(text));
    }
    return std::nullopt;
}

ValueId value_count(const Signal& signal) {
    switch (signal.values_are) {
        case Values::open: break;
        case Values::listed: return static_cast<ValueId>(signal.values.size());
        case Values::countries: return static_cast<ValueId>(country_count());
        case Values::regions: return static_cast<ValueId>(region_count());
    }
    return 0;
}

std::string_view value_at(const Signal& signal, ValueId value) {
    switch (signal.values_are) {
        case Values::open: break;
        case Values::listed: return signal.values[value];
        case Values::countries: return country_at(value);
        case Values::regions: return region_at(value);
    }
    return {};
}

std::optional<std::string_view> canonical_value(const Signal& signal, std::string_view text) {
    switch (signal.values_are) {
        case Values::open: return text;
        case Values::listed: return spell_listed(signal, text);
        case Values::countries: return find_country(text);
        case Values::regions: return find_region(text);
    }
    return std::nullopt;
}

}  // namespace passerby::engine
