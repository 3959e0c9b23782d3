#include "server/wire/tcf_reader.hpp"

namespace passerby::wire {

namespace {

using engine::Purpose;
using engine::PurposeSet;

constexpr std::uint8_t first_policy_without_interest = 4;  // TCF 2.2
constexpr std::uint8_t first_policy_with_disclosure = 5;   // TCF 2.3

constexpr TcfPurposes never_by_interest = TcfPurposes::only(1)
                                              .with(TcfPurposes::only(3))
                                              .with(TcfPurposes::only(4))
                                              .with(TcfPurposes::only(5))
                                              .with(TcfPurposes::only(6));

constexpr PurposeSet denied_without_selecting = {Purpose::device, Purpose::location, Purpose::behaviour,
                                                 Purpose::history};

struct PurposesOf {
    unsigned selecting;
    unsigned profile_made, profile_used;
    unsigned measuring;
};
constexpr PurposesOf of_content = {.selecting = 11, .profile_made = 5, .profile_used = 6, .measuring = 8};
constexpr PurposesOf of_ads = {.selecting = 2, .profile_made = 3, .profile_used = 4, .measuring = 7};
constexpr unsigned storing = 1;

bool breaks_policy(const TcfBases& bases) {
    return (bases.legitimate.bits() & never_by_interest.bits()) != 0;
}

// A string of TCF 2.3 that discloses nobody discloses not this vendor either.
bool is_disclosed(const TcfFields& fields) {
    return fields.vendor.disclosed.value_or(fields.policy_version < first_policy_with_disclosure);
}

// The bases on which the purpose is permitted to the reader, after the publisher's restrictions, which bind
// vendors and not the publisher.
bool permits(const TcfReader& reader, const TcfFields& fields, unsigned purpose) {
    const bool of_publisher = reader.vendor == 0;
    const TcfVendor& vendor = fields.vendor;
    if (!of_publisher && (!is_disclosed(fields) || vendor.forbidden.has(purpose))) { return false; }

    const TcfBases& bases = of_publisher ? fields.publisher.value_or(fields.core) : fields.core;
    bool by_consent = bases.consent.has(purpose);
    bool by_interest = bases.legitimate.has(purpose) && !never_by_interest.has(purpose);
    if (!of_publisher) {
        by_consent = by_consent && vendor.consented && !vendor.only_by_interest.has(purpose);
        by_interest = by_interest && vendor.legitimate && !vendor.only_by_consent.has(purpose);
    }
    return by_consent || by_interest;
}

PurposeSet denied_to(const TcfReader& reader, const TcfFields& fields) {
    const PurposesOf& purposes = reader.use == TcfReader::Use::ads ? of_ads : of_content;
    const auto allowed = [&](unsigned purpose) { return permits(reader, fields, purpose); };
    PurposeSet denied;
    if (!allowed(purposes.selecting)) { denied = denied.with(denied_without_selecting); }
    if (!allowed(storing) || !allowed(purposes.profile_made) || !allowed(purposes.profile_used)) {
        denied = denied.with(Purpose::history);
    }
    if (!allowed(purposes.measuring)) { denied = denied.with(Purpose::measurement); }
    return denied;
}

}  // namespace

engine::TcString read_for(const TcfReader& reader, const TcfFields& fields) {
    const bool lawful =
        !breaks_policy(fields.core) && !(fields.publisher && breaks_policy(*fields.publisher));
    return {.counts = lawful && fields.is_service_specific &&
                      fields.policy_version >= first_policy_without_interest,
            .updated_at = fields.updated_at,
            .denied = denied_to(reader, fields)};
}

}  // namespace passerby::wire
