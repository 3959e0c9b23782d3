// A Transparency and Consent string (TCF 2.2 and 2.3) into what it says of the publisher and of one vendor.
//
//   core . [DisclosedVendors] . [PublisherTC] …     segments of base64url letters, the core first
//
// Its vendor lists are looked through for that one vendor and never spelled out: 4 KiB can name 90 million
// ids. Where the specification leaves something open, the stricter reading counts: see read_tcf.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/instant.hpp"
#include "engine/result.hpp"
#include "server/wire/iab_fault.hpp"

namespace passerby::wire {

// Purposes 1 to 24, the first in the highest of 24 bits, as a string has them.
class TcfPurposes {
  public:
    constexpr TcfPurposes() = default;
    constexpr explicit TcfPurposes(std::uint64_t bits)
        : bits_(static_cast<std::uint32_t>(bits & 0xff'ffff)) {}
    static constexpr TcfPurposes only(unsigned purpose) { return TcfPurposes(0x100'0000u >> purpose); }

    constexpr bool has(unsigned purpose) const { return (bits_ & only(purpose).bits_) != 0; }
    constexpr TcfPurposes with(TcfPurposes others) const { return TcfPurposes(bits_ | others.bits_); }
    constexpr std::uint32_t bits() const { return bits_; }

  private:
    std::uint32_t bits_ = 0;
};

// What was permitted on the basis of consent, and what is done on that of legitimate interest.
struct TcfBases {
    TcfPurposes consent, legitimate;
};

using TcfVendorId = std::uint16_t;  // 0 is nobody

// What the string says of the one vendor that was asked about.
struct TcfVendor {
    bool consented = false;
    bool legitimate = false;
    std::optional<bool> disclosed;  // nothing where the string has no such segment
    // The publisher's restrictions: not allowed at all, by consent only, by legitimate interest only.
    TcfPurposes forbidden, only_by_consent, only_by_interest;
};

struct TcfFields {
    engine::Instant updated_at;
    std::uint8_t policy_version = 0;
    bool is_service_specific = false;
    std::uint16_t special_features = 0;  // 12 bits, the first feature in the highest
    TcfBases core;
    std::optional<TcfBases> publisher;  // of the PublisherTC segment
    TcfVendor vendor;
};

// Stricter than decoders commonly are. Refused are: another version than 2, a character outside the alphabet,
// an empty segment, a second core, DisclosedVendors or PublisherTC, a consent manager numbered 0 or 1, a
// language or country not of two letters, a restriction of purpose 0 or over 24 or of type 3, ids that are 0,
// over their maximum, descending or overlapping, and more than 23 bits or anything but zeros after the last
// field. Segments of unknown types are skipped, up to eight segments in all: there are no more types.
engine::result<TcfFields, IabFault> read_tcf(std::string_view text, TcfVendorId vendor);

}  // namespace passerby::wire
