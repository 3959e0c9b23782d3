#include "tests/reference/consent.hpp"

namespace passerby::reference {

namespace {

constexpr const char* purposes[] = {"location", "behaviour", "history", "measurement"};

bool has_repeated_member(const Tree& tree) {
    std::set<std::string> seen;
    for (const auto& [key, value] : tree.entries) {
        if (!seen.insert(key).second) { return true; }
    }
    return false;
}

// The strings of other makers (TCF, GPP, US Privacy) have oracles of their own, in tests/web/iab: of them the
// requests compared here carry only unreadable ones, and what cannot be read grants nothing.
bool unreadable(const Tree* consent) {
    if (consent == nullptr) { return false; }
    if (!consent->is_map() || has_repeated_member(*consent)) { return true; }
    for (const char* foreign : {"tcf", "gpp", "us_privacy"}) {
        if (consent->find(foreign) != nullptr) { return true; }
    }
    return false;
}

bool says(const Tree* value, const char* literal) {
    return value != nullptr && value->is_scalar() && !value->quoted && value->text == literal;
}

// Given at most 180 whole UTC days ago, and at most a day ahead (clocks of devices differ).
bool fresh(const Tree* at, Instant now) {
    if (at == nullptr || !at->is_scalar() || !at->quoted) { return false; }
    const auto written = read_time(at->text);
    if (!written) { return false; }
    const Instant given{written->local.time_since_epoch() -
                        written->offset.value_or(std::chrono::minutes{0})};
    const auto day = [](Instant instant) { return std::chrono::floor<std::chrono::days>(instant); };
    return day(now) - day(given) <= std::chrono::days{180} && given <= now + std::chrono::days{1};
}

}  // namespace

Permissions permissions(const Tree& request, Instant now, Headers headers) {
    const Tree* consent = request.find("consent");
    if (unreadable(consent)) { return {}; }

    Permissions result;
    result.granted = {"(device)", "(finer than country)"};
    if (consent != nullptr) {
        const bool counts = fresh(consent->find("at"), now);
        for (const char* purpose : purposes) {
            if (says(consent->find(purpose), "true")) {
                (counts ? result.granted : result.refresh).insert(purpose);
            }
        }
    }
    const bool child = says(request.find("child"), "true");
    if (child) { result.granted.erase("(finer than country)"); }
    if (child || headers.gpc || headers.dnt) {
        for (const char* purpose : {"behaviour", "history", "measurement"}) { result.granted.erase(purpose); }
    }
    return result;
}

}  // namespace passerby::reference
