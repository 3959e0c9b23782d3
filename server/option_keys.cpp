#include "server/option_keys.hpp"

#include <array>

namespace passerby {

namespace {

using namespace std::chrono_literals;
using namespace option_values;
using std::chrono::days;
using std::chrono::milliseconds;
using Shape = OptionKey::Shape;
using Text = std::string_view;

Complaint take_path(Text text, std::string& into) {
    into = text;
    return check_path(text);
}

Complaint take_address(Text text, std::string& into) {
    into = text;
    return check_address(text);
}

// What is written as a duration and kept in a coarser unit.
template <class Duration>
Complaint take_duration(Text text, Duration& into, milliseconds min, milliseconds max) {
    milliseconds value{0};
    if (auto wrong = read_duration(text, value, min, max)) return wrong;
    if (value % Duration{1} != 0ms) return "whole, not a part of a unit";
    into = std::chrono::duration_cast<Duration>(value);
    return std::nullopt;
}

template <class Enum>
Complaint take_word(Text text, Enum& into, std::initializer_list<Text> words) {
    std::size_t index = 0;
    auto wrong = read_word(text, index, std::span(words.begin(), words.size()));
    into = static_cast<Enum>(index);
    return wrong;
}

template <class Number>
Complaint take_count(Text text, Number& into, std::uint64_t min, std::uint64_t max) {
    std::uint64_t value = 0;
    auto wrong = read_count(text, value, min, max);
    into = static_cast<Number>(value);
    return wrong;
}

Complaint take_reader_of_tcf(Text text, std::optional<std::uint16_t>& vendor) {
    vendor.reset();
    if (text == "publisher") return std::nullopt;
    if (take_count(text, vendor.emplace(), 1, UINT16_MAX)) return "`publisher` or the number of a vendor";
    return std::nullopt;
}

template <class Check>
Complaint append(Text text, std::vector<std::string>& into, Check check) {
    into.emplace_back(text);
    return check(text);
}

constexpr milliseconds year = 366 * 24h;

constexpr OptionKey keys[] = {
    {"listen", Shape::value, [](Options& o, Text t) { return take_address(t, o.listen); }},
    {"tls.certificate", Shape::value, [](Options& o, Text t) { return take_path(t, o.tls.certificate); }},
    {"tls.key", Shape::value, [](Options& o, Text t) { return take_path(t, o.tls.key); }},
    {"admin.listen", Shape::value, [](Options& o, Text t) { return take_address(t, o.admin.listen); }},
    {"admin.hosts", Shape::list, [](Options& o, Text t) { return append(t, o.admin.hosts, check_host); },
     [](Options& o) { o.admin.hosts.clear(); }},
    {"admin.tokens_file", Shape::value, [](Options& o, Text t) { return take_path(t, o.admin.tokens_file); }},
    {"admin.tls.certificate", Shape::value,
     [](Options& o, Text t) { return take_path(t, o.admin.tls.certificate); }},
    {"admin.tls.key", Shape::value, [](Options& o, Text t) { return take_path(t, o.admin.tls.key); }},
    {"rules", Shape::value, [](Options& o, Text t) { return take_path(t, o.rules); }},
    {"data", Shape::value, [](Options& o, Text t) { return take_path(t, o.data); }},
    {"threads", Shape::value, [](Options& o, Text t) { return take_count(t, o.threads, 0, 1'024); }},
    {"trusted_proxies", Shape::list,
     [](Options& o, Text t) { return append(t, o.trusted_proxies, check_network); },
     [](Options& o) { o.trusted_proxies.clear(); }},
    {"geo.mmdb", Shape::value, [](Options& o, Text t) { return take_path(t, o.geo.mmdb); }},
    {"cors_origins", Shape::list, [](Options& o, Text t) { return append(t, o.cors_origins, check_origin); },
     [](Options& o) { o.cors_origins.clear(); }},
    {"strict", Shape::value, [](Options& o, Text t) { return read_flag(t, o.strict); }},
    {"answer.rule", Shape::value, [](Options& o, Text t) { return read_flag(t, o.answer.rule); }},
    {"answer.why", Shape::value, [](Options& o, Text t) { return read_flag(t, o.answer.why); }},
    {"answer.signals", Shape::value, [](Options& o, Text t) { return read_flag(t, o.answer.signals); }},
    {"manifest", Shape::value,
     [](Options& o, Text t) {
         return take_word(t, o.manifest, {"full", "names"});
     }},
    {"cache_max", Shape::value, [](Options& o, Text t) { return take_duration(t, o.cache_max, 0s, 24h); }},
    {"consent.use", Shape::value,
     [](Options& o, Text t) {
         return take_word(t, o.consent.use, {"content", "ads"});
     }},
    {"consent.tcf", Shape::value,
     [](Options& o, Text t) { return take_reader_of_tcf(t, o.consent.tcf_vendor); }},
    {"consent.max_age", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.consent.max_age, days{1}, days{390}); }},
    {"consent.child_directed", Shape::value,
     [](Options& o, Text t) { return read_flag(t, o.consent.child_directed); }},
    {"guard.visits_per_day", Shape::value,
     [](Options& o, Text t) { return read_number(t, o.guard.visits_per_day, 0, 1e12); }},
    {"guard.min_reach", Shape::value,
     [](Options& o, Text t) { return read_number(t, o.guard.min_reach, 0, 1e12); }},
    {"guard.refuse", Shape::value, [](Options& o, Text t) { return read_flag(t, o.guard.refuse); }},
    {"limits.connections", Shape::value,
     [](Options& o, Text t) { return take_count(t, o.limits.connections, 1, 1'000'000); }},
    {"limits.header_bytes", Shape::value,
     [](Options& o, Text t) { return read_size(t, o.limits.header_bytes, 1u << 10, 1u << 20); }},
    {"limits.body_bytes", Shape::value,
     [](Options& o, Text t) { return read_size(t, o.limits.body_bytes, 1u << 10, 1u << 24); }},
    {"limits.head_timeout", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.limits.head_timeout, 100ms, 1h); }},
    {"limits.body_timeout", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.limits.body_timeout, 100ms, 1h); }},
    {"limits.idle_timeout", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.limits.idle_timeout, 100ms, 24h); }},
    {"limits.drain", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.limits.drain, 100ms, 1h); }},
    {"limits.drain_delay", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.limits.drain_delay, 0ms, 1h); }},
    {"retention", Shape::value,
     [](Options& o, Text t) { return take_duration(t, o.retention, days{1}, 10 * year); }},
    {"log.level", Shape::value,
     [](Options& o, Text t) {
         return take_word(t, o.log.level, {"error", "warning", "info"});
     }},
    {"log.format", Shape::value,
     [](Options& o, Text t) {
         return take_word(t, o.log.format, {"text", "json"});
     }},
};

}  // namespace

std::span<const OptionKey> option_keys() {
    return keys;
}

}  // namespace passerby
