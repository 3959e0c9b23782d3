// The gate between what arrived and what may be used; the only maker of a Context.
//
// One pure function decides, before any rule is looked at, which signals count and why each other one
// does not. Deny dominates: a grant needs a fresh, readable record; any objection takes it away.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "engine/instant.hpp"
#include "engine/purpose.hpp"
#include "engine/signal.hpp"

namespace passerby::engine {

class Context;  // see context.hpp, which needs this file whole: no other class can pass for the gate

// The site's own record, as the visitor's device keeps it.
struct OwnConsent {
    enum class Said : std::uint8_t { nothing, no, yes };

    std::array<Said, asked_purposes.size()> said{};  // by Purpose
    std::optional<Instant> at;  // when it was given; absent or unreadable: no grant counts
    PurposeSet outgrown = {};   // for which more is read now than what it was given for: not granted by it

    bool is_silent() const { return said == decltype(said){}; }
};

// A string of the Transparency and Consent Framework, as it speaks to whom it is read for. It grants what it
// does not deny, where GDPR applies.
struct TcString {
    bool counts = false;      // false: it is taken for none, whatever its age
    bool in_force = true;     // false: it may deny, but never grant
    Instant updated_at = {};  // what is older than thirteen months, or of the future, is taken for none
    PurposeSet denied = {};
};

// One on its own, and one within a GPP string.
using TcStrings = std::array<std::optional<TcString>, 2>;

// Whether the page says that GDPR applies to this visitor.
enum class Gdpr : std::uint8_t { unsaid, no, yes };

// Everything about permission that came with one request.
struct ConsentSignals {
    std::optional<OwnConsent> own = {};
    TcStrings tc_strings = {};
    Gdpr gdpr = Gdpr::unsaid;
    bool unreadable = false;  // some consent record was present and could not be read
    bool opted_out = false;   // of sale, sharing or targeted advertising: by GPP or US Privacy
    bool gpc = false;         // Sec-GPC: 1, or GPP says so
    bool dnt = false;         // DNT: 1
    bool child = false;       // "child": true, a known child by GPP, or the site is directed at children
};

inline constexpr std::chrono::days consent_age_limit{390};  // thirteen months: what regulators still accept

struct ConsentPolicy {
    std::chrono::days age_max{180};  // whole days in UTC, 1 to consent_age_limit
};

// What the visitor is told of it. An unreadable record tells nothing but that nothing was granted.
struct Receipt {
    PurposeSet granted;          // of the four purposes, after every objection
    PurposeSet refresh_consent;  // said yes to, but too long ago, undated, dated ahead or for less
    bool honoured_gpc = false;
    bool honoured_dnt = false;
    std::array<bool, 2> tc_strings_counted{};  // of those that came, by place: not taken for none
    Instant changes_at = never_changes;        // when age alone will change this receipt
};

class ConsentGate {
  public:
    explicit ConsentGate(ConsentPolicy policy);

    // `signals` must outlive the context. `utc_offset` is the visitor's, where the request told it.
    Context admit(const Signals& signals, const ConsentSignals& consent, Instant now,
                  std::optional<Offset> utc_offset) const;

    // The part that looks at no signal: what is permitted at `now`.
    struct Verdict {
        PurposeSet permitted;  // the granted purposes and the inner permissions that still stand
        Receipt receipt;
    };
    Verdict judge(const ConsentSignals& consent, Instant now) const;

  private:
    ConsentPolicy policy_;
};

}  // namespace passerby::engine
