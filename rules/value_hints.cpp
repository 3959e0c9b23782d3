#include "rules/value_hints.hpp"

#include <fmt/format.h>

#include <vector>

#include "engine/casefold.hpp"

namespace passerby::rules {

namespace {

using engine::SignalId;

// Words that people use for the values of built-in signals. Slips of the keyboard are found without it.
struct Habit {
    std::string_view signal, said, meant;
};

constexpr Habit habits[] = {
    {"device.type", "mobile", "phone"},
    {"device.type", "smartphone", "phone"},
    {"device.type", "cell", "phone"},
    {"device.type", "handy", "phone"},
    {"device.type", "iphone", "phone"},
    {"device.type", "ipad", "tablet"},
    {"device.type", "pc", "desktop"},
    {"device.type", "computer", "desktop"},
    {"device.type", "laptop", "desktop"},
    {"device.type", "television", "tv"},
    {"device.type", "crawler", "bot"},
    {"device.os", "mac", "macos"},
    {"device.os", "osx", "macos"},
    {"device.os", "iphone", "ios"},
    {"device.os", "ipados", "ios"},
    {"device.os", "win", "windows"},
    {"device.os", "ubuntu", "linux"},
    {"device.os", "chrome", "chromeos"},
    {"device.browser", "chromium", "chrome"},
    {"device.browser", "mozilla", "firefox"},
    {"device.browser", "msedge", "edge"},
    {"device.browser", "internet", "samsung"},
    {"page.referrer", "google", "search"},
    {"page.referrer", "bing", "search"},
    {"page.referrer", "organic", "search"},
    {"page.referrer", "facebook", "social"},
    {"page.referrer", "instagram", "social"},
    {"page.referrer", "newsletter", "email"},
    {"page.referrer", "mail", "email"},
    {"page.referrer", "none", "direct"},
    {"location.country", "uk", "GB"},
    {"location.country", "england", "GB"},
    {"location.country", "eng", "GB"},
    {"location.country", "el", "GR"},
    {"location.country", "germany", "DE"},
    {"location.country", "deutschland", "DE"},
    {"location.country", "ger", "DE"},
    {"location.country", "deu", "DE"},
    {"location.country", "austria", "AT"},
    {"location.country", "aut", "AT"},
    {"location.country", "switzerland", "CH"},
    {"location.country", "che", "CH"},
    {"location.country", "france", "FR"},
    {"location.country", "fra", "FR"},
    {"location.country", "usa", "US"},
    {"location.country", "spain", "ES"},
    {"location.country", "italy", "IT"},
    {"location.country", "netherlands", "NL"},
    {"location.country", "poland", "PL"},
};

std::string_view usually_meant(std::string_view signal, std::string_view text) {
    for (const Habit& habit : habits) {
        if (habit.signal == signal && engine::equal_folded(habit.said, text)) { return habit.meant; }
    }
    return {};
}

std::string hint_for_list(Report& report, const engine::Signal& signal, std::string_view text) {
    const std::vector<std::string_view> values(signal.values.begin(), signal.values.end());
    const std::string meant = report.did_you_mean(text, values);
    if (!meant.empty()) { return meant; }
    constexpr std::size_t shown_max = 12;
    if (values.size() > shown_max) {
        return fmt::format("it has {} values, this is none of them", values.size());
    }
    return fmt::format("it is {}", listed(values));
}

}  // namespace

std::string hint_for_value(Report& report, const engine::Signal& signal, std::string_view text) {
    const std::string_view meant = usually_meant(signal.name, text);
    if (!meant.empty()) { return fmt::format("did you mean {}?", backticked(meant)); }
    switch (signal.values_are) {
        case engine::Values::listed: return hint_for_list(report, signal, text);
        case engine::Values::countries: return "a country is two letters of ISO 3166-1, e.g. `DE`";
        case engine::Values::regions: return "a region is written as in ISO 3166-2, e.g. `DE-BY`";
        case engine::Values::open: break;
    }
    return {};
}

}  // namespace passerby::rules
