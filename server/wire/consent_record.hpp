// A consent record as it comes in a body or a query, read into ConsentSignals: the site's own members, and
// the strings of the IAB's frameworks.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/consent.hpp"
#include "server/wire/consent_strings.hpp"

namespace passerby::wire {

// The members that a record may have.
enum class ConsentMember : std::uint8_t {
    location,  // the four purposes first, in the order of engine::Purpose
    behaviour,
    history,
    measurement,
    at,
    version,
    gdpr,
    gpp_sid,
    tcf,
    gpp,
    us_privacy,
};

std::optional<ConsentMember> find_consent_member(std::string_view name);

// A date or a date-time in UTC unless it carries an offset; a fraction of a second is dropped, as the
// clocks of browsers write one. Nothing where it is neither.
std::optional<engine::Instant> read_consent_date(std::string_view text);

// Collects one record. finish() writes it into the signals.
class ConsentRecord {
  public:
    // False where the member came before: then the record is unreadable.
    bool enter(ConsentMember member);
    void make_unreadable() { unreadable_ = true; }
    void say(ConsentMember purpose, engine::OwnConsent::Said said);
    void date(std::optional<engine::Instant> at) { own_.at = at; }
    void outgrow(engine::PurposeSet purposes) { own_.outgrown = purposes; }
    void say_gdpr(engine::Gdpr gdpr) { gdpr_ = gdpr; }
    ConsentStrings& strings() { return strings_; }

    // The strings are read for that reader; what became of them is told in `taken`.
    void finish(const TcfReader& reader, engine::ConsentSignals& signals, StringsTaken& taken) const;

  private:
    engine::OwnConsent own_;
    std::uint16_t seen_ = 0;
    engine::Gdpr gdpr_ = engine::Gdpr::unsaid;
    ConsentStrings strings_;
    bool unreadable_ = false;
};

}  // namespace passerby::wire
