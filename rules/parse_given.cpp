#include "rules/parse_given.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/instant.hpp"
#include "engine/limits.hpp"
#include "rules/json_text.hpp"
#include "rules/reference.hpp"
#include "rules/value_hints.hpp"

namespace passerby::rules {

namespace limits = engine::limits;
using engine::Group;
using engine::Signal;
using engine::SignalType;

namespace {

constexpr std::string_view flags[] = {"location", "behaviour", "history", "measurement", "gdpr"};
constexpr std::string_view words[] = {"tcf", "gpp", "us_privacy", "version"};

// What a client sends for a value that no rule asks about.
constexpr std::string_view other = "~other";

}  // namespace

// --- the members -----------------------------------------------------------------------------------------

std::string GivenReader::read(Node given) {
    static constexpr Key<GivenReader> keys[] = {{"page", &GivenReader::read_group<Group::page>},
                                                {"device", &GivenReader::read_group<Group::device>},
                                                {"time", &GivenReader::read_time},
                                                {"location", &GivenReader::read_group<Group::location>},
                                                {"behaviour", &GivenReader::read_group<Group::behaviour>},
                                                {"consent", &GivenReader::read_consent},
                                                {"exclude", &GivenReader::read_exclude},
                                                {"bucket", &GivenReader::read_bucket},
                                                {"child", &GivenReader::read_child},
                                                {"slots", &GivenReader::read_slots},
                                                {"now", &GivenReader::read_now}};
    json_.clear();
    comma_due_ = has_bucket_ = false;
    if (!is_blank(given) &&
        scalars_.is_mapping(given, "`given`", "write e.g. `{device: {type: phone}}`, or `{}`")) {
        read_keys(report_, given, "`given`", keys, *this);
    }
    return std::move(json_);
}

void GivenReader::read_signals(Node mapping, Group group) {
    const std::string_view name = engine::name_of(group);
    if (!scalars_.is_mapping(mapping, backticked(name))) return;
    begin(name);
    open('{');
    for (auto [key, value] : mapping.entries()) {
        const auto signal = reading_.vocabulary.find(group, key.text());
        if (!signal) {
            say_unknown_signal(key, group);
            continue;
        }
        begin(key.text());
        write_signal(reading_.vocabulary[*signal], value);
    }
    close('}');
}

void GivenReader::say_unknown_signal(Node key, Group group) {
    std::vector<std::string_view> members;
    for (const Signal& signal : reading_.vocabulary) {
        if (signal.group == group) members.push_back(signal.member());
    }
    std::string hint = report_.did_you_mean(key.text(), members);
    if (hint.empty()) hint = "declare it under `signals:` of the rule set";
    report_.say(key, "unknown-signal",
                fmt::format("there is no signal `{}.{}`", engine::name_of(group), key.text()),
                std::move(hint));
}

void GivenReader::read_time(Node value) {
    static constexpr Key<GivenReader> keys[] = {{"utc_offset", &GivenReader::read_utc_offset}};
    if (!scalars_.is_mapping(value, "`time`")) return;
    for (auto [key, hour] : value.entries()) {
        if (!reading_.vocabulary.find(Group::time, key.text())) continue;
        return report_.say(key, "wrong-kind", fmt::format("`time.{}` comes from the clock", key.text()),
                           "say when the test happens with `at:` beside `given:`");
    }
    begin("time");
    open('{');
    read_keys(report_, value, "`time`", keys, *this);
    close('}');
}

void GivenReader::read_utc_offset(Node value) {
    const auto minutes = scalars_.whole(value, "`utc_offset`",
                                        {limits::utc_offset_minutes_min, limits::utc_offset_minutes_max});
    if (!minutes) return;
    begin("utc_offset");
    write_whole(*minutes);
}

void GivenReader::read_exclude(Node value) {
    if (value.is_sequence() && value.size() == 0) return;
    if (!scalars_.is_list(value, "`exclude`")) return;
    begin("exclude");
    open('[');
    for (Node item : value.items()) {
        if (!find_content(reading_, item)) continue;
        begin({});
        append_json_string(json_, item.text());
    }
    close(']');
}

void GivenReader::read_bucket(Node value) {
    has_bucket_ = true;
    const auto bucket = scalars_.whole(value, "`bucket`", {0, limits::buckets - 1});
    if (!bucket) return;
    begin("bucket");
    write_whole(*bucket);
}

void GivenReader::read_child(Node value) {
    begin("child");
    write_flag(value, "`child`");
}

void GivenReader::read_slots(Node value) {
    report_.say(value, "unknown-key", "a test does not give `slots`",
                "it asks for those that `expect:` names");
}

void GivenReader::read_now(Node value) {
    report_.say(value, "unknown-key", "a test does not give `now`",
                "say when it happens with `at:` beside `given:`");
}

// --- consent ---------------------------------------------------------------------------------------------

void GivenReader::read_consent(Node value) {
    static constexpr Key<GivenReader> keys[] = {
        {flags[0], &GivenReader::read_flag<0>},   {flags[1], &GivenReader::read_flag<1>},
        {flags[2], &GivenReader::read_flag<2>},   {flags[3], &GivenReader::read_flag<3>},
        {"at", &GivenReader::read_consent_at},    {flags[4], &GivenReader::read_flag<4>},
        {words[0], &GivenReader::read_words<0>},  {words[1], &GivenReader::read_words<1>},
        {"gpp_sid", &GivenReader::read_sections}, {words[2], &GivenReader::read_words<2>},
        {words[3], &GivenReader::read_words<3>}};
    if (!scalars_.is_mapping(value, "`consent`", "write e.g. `{location: true, at: 2026-10-02}`")) return;
    begin("consent");
    open('{');
    read_keys(report_, value, "`consent`", keys, *this);
    close('}');
}

template <std::size_t member>
void GivenReader::read_flag(Node value) {
    begin(flags[member]);
    write_flag(value, backticked(flags[member]));
}

template <std::size_t member>
void GivenReader::read_words(Node value) {
    const auto text = scalars_.text(value, backticked(words[member]));
    begin(words[member]);
    append_json_string(json_, text.value_or(""));
}

void GivenReader::read_consent_at(Node value) {
    const auto text = scalars_.text(value, "`at`");
    if (!text) return;
    if (!engine::parse_time(*text)) {
        report_.say(value, "not-a-time", fmt::format("`at` is no date or time: {}", backticked(*text)),
                    "write e.g. `2026-10-02`: the day the visitor was asked");
    }
    begin("at");
    append_json_string(json_, *text);
}

void GivenReader::read_sections(Node value) {
    if (!scalars_.is_list(value, "`gpp_sid`")) return;
    begin("gpp_sid");
    open('[');
    for (Node item : value.items()) {
        const auto section = scalars_.whole(item, "`gpp_sid`", {0, 1e6});
        if (!section) continue;
        begin({});
        write_whole(*section);
    }
    close(']');
}

// --- signals ---------------------------------------------------------------------------------------------

void GivenReader::write_signal(const Signal& signal, Node value) {
    switch (signal.type) {
        case SignalType::string: return write_text(signal, value);
        case SignalType::set: return write_set(signal, value);
        case SignalType::boolean: return write_flag(value, backticked(signal.name));
        default: return write_number(signal, value);
    }
}

void GivenReader::write_text(const Signal& signal, Node value) {
    const auto text = scalars_.text(value, backticked(signal.name));
    append_json_string(json_, text.value_or(""));
    if (!text) return;
    const std::size_t most = signal.minds_case() ? limits::path_bytes_max : limits::string_bytes_max;
    if (text->size() > most) {
        report_.say(value, "out-of-range",
                    fmt::format("a request's {} has at most {} bytes", backticked(signal.name), most));
    } else if (signal.minds_case() && !text->starts_with('/')) {
        report_.say(value, "impossible-value", fmt::format("{} begins with `/`", backticked(signal.name)),
                    fmt::format("did you mean `/{}`?", *text));
    } else if (*text != other && !engine::canonical_value(signal, *text)) {
        report_.say(value, "impossible-value",
                    fmt::format("{} is never {}", backticked(signal.name), backticked(*text)),
                    hint_for_value(report_, signal, *text));
    }
}

void GivenReader::write_set(const Signal& signal, Node value) {
    open('[');
    if (!value.is_sequence()) {
        report_.say(value, "wrong-kind", fmt::format("{} is a list", backticked(signal.name)),
                    value.is_scalar() ? fmt::format("write `[{}]`", value.text()) : "");
    } else if (value.size() > limits::set_members_max) {
        report_.say(value, "too-many-values",
                    fmt::format("a request's {} has at most {} members", backticked(signal.name),
                                limits::set_members_max));
    }
    for (Node item : value.items()) {
        begin({});
        write_text(signal, item);
    }
    close(']');
}

void GivenReader::write_number(const Signal& signal, Node value) {
    const std::string what = backticked(signal.name);
    const Bounds bounds{signal.min, signal.max};
    const auto number =
        signal.is_whole() ? scalars_.whole(value, what, bounds) : scalars_.number(value, what, bounds);
    if (number && is_json_number(value.text())) {
        json_ += value.text();
    } else {
        json_ += fmt::format("{}", number.value_or(0));
    }
}

void GivenReader::write_whole(double value) {
    append_json_number(json_, static_cast<std::int64_t>(value));
}

void GivenReader::write_flag(Node value, std::string_view what) {
    json_ += scalars_.boolean(value, what).value_or(false) ? "true" : "false";
}

// --- JSON ------------------------------------------------------------------------------------------------

void GivenReader::begin(std::string_view member) {
    if (comma_due_) json_ += ',';
    comma_due_ = true;
    if (member.empty()) return;
    append_json_string(json_, member);
    json_ += ':';
}

void GivenReader::open(char bracket) {
    json_ += bracket;
    comma_due_ = false;
}

void GivenReader::close(char bracket) {
    json_ += bracket;
    comma_due_ = true;
}

}  // namespace passerby::rules
