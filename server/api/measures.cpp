#include "server/api/measures.hpp"

#include <algorithm>

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

void count_consent(const engine::ConsentSignals& consent, const engine::Receipt& receipt,
                   Measures& measures) {
    if (!consent.own && !consent.unreadable) { return; }
    const auto outcome = consent.unreadable                 ? ConsentOutcome::unreadable
                         : !receipt.refresh_consent.empty() ? ConsentOutcome::stale
                                                            : ConsentOutcome::used;
    measures.own_consent[static_cast<std::size_t>(outcome)].add();
}

}  // namespace passerby::api
