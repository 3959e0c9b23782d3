#include "engine/consent.hpp"

#include <algorithm>

#include "engine/context.hpp"
#include "engine/ensure.hpp"

namespace passerby::engine {

namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr days ahead_max{1};  // clocks of devices differ, and days begin earlier in the east

constexpr std::chrono::months tc_string_age_max{13};

constexpr PurposeSet asked = {Purpose::location, Purpose::behaviour, Purpose::history, Purpose::measurement};
constexpr PurposeSet of_the_opted_out = {Purpose::history, Purpose::measurement};
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

// Thirteen months on the calendar, to the second; where that month is shorter, to its last day.
Freshness judge_age(const TcString& string, Instant now) {
    if (string.updated_at > now) { return {false, string.updated_at}; }
    const auto day = floor<days>(string.updated_at);
    std::chrono::year_month_day date{day};
    date += tc_string_age_max;
    if (!date.ok()) { date = date.year() / date.month() / std::chrono::last; }
    const Instant last = std::chrono::sys_days{date} + (string.updated_at - day);
    if (now > last) { return {}; }
    return {true, std::min(last + std::chrono::seconds{1}, never_changes)};
}

// One judgement in the making. What the records grant is united, then every denial is applied.
class Hearing {
  public:
    Hearing(const ConsentSignals& consent, Instant now, Receipt& receipt)
        : consent_(consent), now_(now), receipt_(receipt) {}

    void hear_own(days age_max) {
        if (!consent_.own) { return; }
        const Reading reading = read(*consent_.own);
        const Freshness age = judge_age(consent_.own->at, now_, age_max);
        granted_ = age.fresh ? reading.yes.without(consent_.own->outgrown) : PurposeSet{};
        receipt_.refresh_consent = reading.yes.without(granted_);
        denied_ = reading.no;
        // Under GDPR a choice that grows too old takes with it what stands without one.
        const bool counts_for_gdpr = applies() && !consent_.own->is_silent();
        has_record_ = counts_for_gdpr && age.fresh;
        if (!reading.yes.empty() || counts_for_gdpr) { receipt_.changes_at = age.changes_at; }
    }

    void hear_tc_strings() {
        for (std::size_t i = 0; i < consent_.tc_strings.size(); ++i) {
            const auto& string = consent_.tc_strings[i];
            if (!string || !string->counts || consent_.gdpr == Gdpr::no) { continue; }
            const Freshness age = judge_age(*string, now_);
            receipt_.changes_at = std::min(receipt_.changes_at, age.changes_at);
            receipt_.tc_strings_counted[i] = age.fresh;
            if (age.fresh) { hear(*string); }
        }
    }

    void hear_objections() {
        if (consent_.opted_out) { denied_ = denied_.with(of_the_opted_out); }
        if (consent_.gpc || consent_.dnt) { denied_ = denied_.with(of_this_person); }
        if (consent_.child) { denied_ = denied_.with(never_of_a_child); }
    }

    PurposeSet permitted() const {
        if (applies() && !has_record_) { return {}; }
        return granted_.with(standing).without(denied_);
    }

  private:
    bool applies() const { return consent_.gdpr == Gdpr::yes; }

    void hear(const TcString& string) {
        denied_ = denied_.with(string.denied);
        if (!applies() || !string.in_force) { return; }
        granted_ = granted_.with(asked.without(string.denied));
        has_record_ = true;
    }

    const ConsentSignals& consent_;
    Instant now_;
    Receipt& receipt_;
    PurposeSet granted_, denied_;
    bool has_record_ = false;  // without one that counts, GDPR lets nothing in
};

}  // namespace

ConsentGate::ConsentGate(ConsentPolicy policy) : policy_(policy) {
    ensure(policy.age_max > days{0} && policy.age_max <= consent_age_limit, "consent is asked again in time");
}

ConsentGate::Verdict ConsentGate::judge(const ConsentSignals& consent, Instant now) const {
    Receipt receipt;
    receipt.honoured_gpc = consent.gpc;
    receipt.honoured_dnt = consent.dnt;
    if (consent.unreadable) { return {PurposeSet{}, receipt}; }

    Hearing hearing(consent, now, receipt);
    hearing.hear_own(policy_.age_max);
    hearing.hear_tc_strings();
    hearing.hear_objections();
    const PurposeSet permitted = hearing.permitted();
    receipt.granted = permitted.without(standing);
    return {permitted, receipt};
}

Context ConsentGate::admit(const Signals& signals, const ConsentSignals& consent, Instant now,
                           std::optional<Offset> utc_offset) const {
    const Verdict verdict = judge(consent, now);
    return Context(signals, verdict.permitted, now, utc_offset, verdict.receipt.changes_at);
}

}  // namespace passerby::engine
