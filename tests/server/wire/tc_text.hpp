// A TC string written field by field, so that a test can put anything into any of them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "tests/server/wire/bit_writer.hpp"

namespace passerby::wire::testing {

using Purposes = std::vector<unsigned>;
using Ranges = std::vector<std::pair<unsigned, unsigned>>;  // equal ends: a single id

inline std::uint64_t mask_of(const Purposes& purposes) {
    std::uint64_t mask = 0;
    for (unsigned purpose : purposes) { mask |= std::uint64_t{1} << (24 - purpose); }
    return mask;
}

inline void add_ranges(BitWriter& out, const Ranges& ranges) {
    out.add(ranges.size(), 12);
    for (const auto& [start, end] : ranges) {
        out.add(start == end ? 0 : 1, 1).add(start, 16);
        if (start != end) { out.add(end, 16); }
    }
}

struct VendorList {
    unsigned id_max = 0;
    Ranges ranges = {};
    bool as_bits = false;

    void write(BitWriter& out) const {
        out.add(id_max, 16).add(as_bits ? 0 : 1, 1);
        if (!as_bits) { return add_ranges(out, ranges); }
        std::string field(id_max, '0');
        for (const auto& [start, end] : ranges) {
            for (unsigned id = start; id <= end; ++id) { field[id - 1] = '1'; }
        }
        out.bits(field);
    }
};

struct Restriction {
    unsigned purpose = 2, type = 0;
    Ranges vendors;
};

struct PublisherTc {
    Purposes consent, interest;
    unsigned custom = 0;
};

constexpr std::uint64_t november_2026 = 17'950'000'000;  // in tenths of a second

struct Tc {
    unsigned version = 2;
    std::uint64_t updated = november_2026;
    unsigned policy = 4;
    bool service_specific = true;
    unsigned special_features = 0;
    unsigned cmp = 7;
    const char* language = "EN";
    const char* country = "DE";
    Purposes consent = {}, interest = {};
    VendorList vendor_consent = {}, vendor_interest = {};
    std::vector<Restriction> restrictions = {};
    std::optional<VendorList> disclosed = {};
    std::optional<PublisherTc> publisher = {};

    static void add_code(BitWriter& out, const char* code) {
        for (int i : {0, 1}) { out.add(static_cast<unsigned>(code[i] - 'A'), 6); }
    }

    BitWriter core_bits() const {
        BitWriter out;
        out.add(version, 6).add(updated, 36).add(updated, 36).add(cmp, 12).add(1, 12).add(1, 6);
        add_code(out, language);
        out.add(48, 12).add(policy, 6).add(service_specific ? 1 : 0, 1).add(0, 1);
        out.add(special_features, 12).add(mask_of(consent), 24).add(mask_of(interest), 24).add(0, 1);
        add_code(out, country);
        vendor_consent.write(out);
        vendor_interest.write(out);
        out.add(restrictions.size(), 12);
        for (const Restriction& restriction : restrictions) {
            out.add(restriction.purpose, 6).add(restriction.type, 2);
            add_ranges(out, restriction.vendors);
        }
        return out;
    }

    static std::string disclosed_text(const VendorList& vendors) {
        BitWriter out;
        out.add(1, 3);
        vendors.write(out);
        return out.text(24);
    }

    static std::string publisher_text(const PublisherTc& purposes) {
        BitWriter out;
        out.add(3, 3).add(mask_of(purposes.consent), 24).add(mask_of(purposes.interest), 24);
        out.add(purposes.custom, 6).zeros(2 * purposes.custom);
        return out.text(24);
    }

    std::string text() const {
        std::string text = core_bits().text(24);
        if (disclosed) { text += "." + disclosed_text(*disclosed); }
        if (publisher) { text += "." + publisher_text(*publisher); }
        return text;
    }
};

}  // namespace passerby::wire::testing
