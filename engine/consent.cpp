#include "engine/consent.hpp"

#include <algorithm>

#include "engine/context.hpp"
#include "engine/ensure.hpp"

namespace passerby::engine {

namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr days ahead_max{1};  // clocks of devices differ, and days begin earlier in the east

constexpr PurposeSet of_this_person = {Purpose::behaviour, Purpose::history, Purpose::measurement};
constexpr PurposeSet never_of_a_child = {Purpose::exact_location, Purpose::behaviour, Purpose::history,
                                         Purpose::measurement};
constexpr PurposeSet standing = {Purpose::device, Purpose::exact_location};

// What the site's own record says, before anybody objects.
struct Reading {
    PurposeSet yes, no;
};

Reading read(const OwnConsent& own) {
    Reading reading;
    for (Purpose purpose : asked_purposes) {
        const OwnConsent::Said said = own.said[static_cast<std::size_t>(purpose)];
        if (said == OwnConsent::Said::yes) { reading.yes = reading.yes.with(purpose); }
        if (said == OwnConsent::Said::no) { reading.no = reading.no.with(purpose); }
    }
    return reading;
}

// Whether a record of that date counts, and when that alone will change.
struct Freshness {
    bool fresh = false;
    Instant changes_at = never_changes;
};

Freshness judge_age(std::optional<Instant> at, Instant now, days age_max) {
    if (!at) { return {}; }
    if (*at > now + ahead_max) { return {false, *at - ahead_max}; }
    // Whole days in UTC; the last one counts to its end.
    const Instant stale_from = floor<days>(*at) + age_max + days{1};
    if (now >= stale_from) { return {}; }
    return {true, std::min(stale_from, never_changes)};
}

}  // namespace

ConsentGate::ConsentGate(ConsentPolicy policy) : policy_(policy) {
    ensure(policy.age_max > days{0} && policy.age_max <= consent_age_limit, "consent is asked again in time");
}

ConsentGate::Verdict ConsentGate::judge(const ConsentSignals& consent, Instant now) const {
    Receipt receipt;
    receipt.honoured_gpc = consent.gpc;
    receipt.honoured_dnt = consent.dnt;
    if (consent.unreadable) { return {PurposeSet{}, receipt}; }

    PurposeSet denied;
    if (consent.own) {
        const Reading own = read(*consent.own);
        const Freshness age = judge_age(consent.own->at, now, policy_.age_max);
        (age.fresh ? receipt.granted : receipt.refresh_consent) = own.yes;
        if (!own.yes.empty()) { receipt.changes_at = age.changes_at; }
        denied = own.no;
    }
    if (consent.gpc || consent.dnt) { denied = denied.with(of_this_person); }
    if (consent.child) { denied = denied.with(never_of_a_child); }

    receipt.granted = receipt.granted.without(denied);
    return {receipt.granted.with(standing.without(denied)), receipt};
}

Context ConsentGate::admit(const Signals& signals, const ConsentSignals& consent, Instant now,
                           std::optional<Offset> utc_offset) const {
    const Verdict verdict = judge(consent, now);
    return Context(signals, verdict.permitted, now, utc_offset, verdict.receipt.changes_at);
}

}  // namespace passerby::engine
