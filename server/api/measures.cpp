#include "server/api/measures.hpp"

#include <algorithm>
#include <optional>

namespace passerby::api {

void Histogram::record(std::chrono::nanoseconds duration) {
    const auto bound = std::lower_bound(bounds.begin(), bounds.end(), duration);
    buckets_[static_cast<std::size_t>(bound - bounds.begin())].add();
    sum_ns_.add(static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0)));
}

void Measures::count_request(Route route, int status, std::chrono::nanoseconds duration) {
    const auto told = std::find(statuses.begin(), statuses.end(), status);
    const auto row = static_cast<std::size_t>(route);
    requests[row][static_cast<std::size_t>(told - statuses.begin())].add();
    durations[row].record(duration);
}

void count_withheld(const engine::Context& context, Measures& measures) {
    if (!context.may_withhold()) { return; }
    const engine::Vocabulary& vocabulary = context.vocabulary();
    for (std::size_t id = 0; id < vocabulary.size(); ++id) {
        const auto signal = static_cast<engine::SignalId>(id);
        if (!context.withheld(signal)) { continue; }
        for (engine::Purpose purpose : engine::asked_purposes) {
            if (vocabulary[signal].needs.has(purpose) && !context.permitted().has(purpose)) {
                measures.withheld[static_cast<std::size_t>(purpose)].add();
            }
        }
    }
}

namespace {

using As = wire::StringTaken::As;

// Nothing where no record came, or one of strings alone, or one that only a string made unreadable.
std::optional<ConsentOutcome> outcome_of_own(const wire::DecideRequest& request,
                                             const engine::Receipt& receipt) {
    bool strings_came = false, string_unreadable = false;
    for (const wire::StringTaken& string : request.consent_strings) {
        strings_came = strings_came || string.as != As::absent;
        string_unreadable = string_unreadable || string.as == As::unreadable;
    }
    if (string_unreadable) { return std::nullopt; }
    const engine::ConsentSignals& consent = request.consent;
    if (consent.unreadable) { return ConsentOutcome::unreadable; }
    if (!consent.own || (strings_came && consent.own->is_silent())) { return std::nullopt; }
    return receipt.refresh_consent.empty() ? ConsentOutcome::used : ConsentOutcome::stale;
}

std::optional<ConsentOutcome> outcome_of(const wire::StringTaken& string) {
    switch (string.as) {
        case As::used: return ConsentOutcome::used;
        case As::void_: return ConsentOutcome::void_;
        case As::ignored: return ConsentOutcome::ignored;
        case As::unreadable: return ConsentOutcome::unreadable;
        case As::absent: break;
    }
    return std::nullopt;
}

}  // namespace

void count_consent(const wire::DecideRequest& request, const engine::Receipt& receipt, Measures& measures) {
    const auto count = [&](std::size_t kind, std::optional<ConsentOutcome> outcome) {
        if (outcome) { measures.consent_records[kind][static_cast<std::size_t>(*outcome)].add(); }
    };
    count(0, outcome_of_own(request, receipt));
    for (std::size_t kind = 0; kind < request.consent_strings.size(); ++kind) {
        const wire::StringTaken& string = request.consent_strings[kind];
        const bool is_tcf = kind == static_cast<std::size_t>(wire::ConsentString::tcf);
        const bool stale = is_tcf && string.as == As::used && !receipt.tc_strings_counted[0];
        count(kind + 1, stale && !request.consent.unreadable ? ConsentOutcome::stale : outcome_of(string));
        if (string.as == As::unreadable) {
            measures.malformed_strings[kind][static_cast<std::size_t>(string.fault)].add();
        }
    }
}

}  // namespace passerby::api
