// What is true of every consent string, whatever it says: for the fuzzer and for random mutations.
#pragma once

#include <algorithm>
#include <bit>
#include <string>
#include <string_view>

#include "server/wire/gpp.hpp"
#include "server/wire/tcf_reader.hpp"
#include "server/wire/us_privacy.hpp"

namespace passerby::wire::testing {

inline bool same(const TcfBases& a, const TcfBases& b) {
    return a.consent.bits() == b.consent.bits() && a.legitimate.bits() == b.legitimate.bits();
}

inline bool same_but_for_the_vendor(const TcfFields& a, const TcfFields& b) {
    return a.updated_at == b.updated_at && a.policy_version == b.policy_version &&
           a.is_service_specific == b.is_service_specific && a.special_features == b.special_features &&
           same(a.core, b.core) && a.publisher.has_value() == b.publisher.has_value() &&
           (!a.publisher || same(*a.publisher, *b.publisher)) &&
           a.vendor.disclosed.has_value() == b.vendor.disclosed.has_value();
}

// Each returns what is broken, nothing where all is well.
inline std::string broken_law_of_tcf(std::string_view text, TcfVendorId vendor) {
    const auto read = read_tcf(text, vendor);
    const auto of_nobody = read_tcf(text, 0);
    if (read.ok() != of_nobody.ok()) { return "whether it can be read depends on who asks"; }
    if (!read) { return read.error() == of_nobody.error() ? "" : "what is wrong depends on who asks"; }

    const TcfFields& fields = read.value();
    const TcfVendor& nobody = of_nobody.value().vendor;
    if (text.size() > iab_bytes_max || !text.starts_with('C')) { return "that is no TC string"; }
    if (!same_but_for_the_vendor(fields, of_nobody.value())) { return "the core depends on who asks"; }
    if (nobody.consented || nobody.legitimate || nobody.disclosed.value_or(false)) {
        return "something is said of nobody";
    }
    const std::string more = std::string(text) + ".gA";
    if (more.size() <= iab_bytes_max && std::count(more.begin(), more.end(), '.') < 8) {
        const auto again = read_tcf(more, vendor);
        if (!again || !same_but_for_the_vendor(again.value(), fields)) {
            return "an unknown segment is not skipped";
        }
    }
    using enum engine::Purpose;
    for (const auto use : {TcfReader::Use::content, TcfReader::Use::ads}) {
        const engine::PurposeSet denied = read_for({use, vendor}, fields).denied;
        const bool unknown = vendor != 0 && !fields.vendor.consented && !fields.vendor.legitimate;
        if (unknown && !denied.covers({device, location, behaviour, history, measurement})) {
            return "something is permitted to a vendor without a bit";
        }
        if (denied.has(location) && !denied.covers({device, behaviour, history})) {
            return "selecting is refused by halves";
        }
    }
    return "";
}

inline std::string broken_law_of_gpp(std::string_view text, TcfVendorId vendor) {
    const auto read = read_gpp(text, {.vendor = vendor});
    const auto without_tcf = read_gpp(text, {.vendor = vendor, .tcf = TcfSection::skipped});
    if (!read) { return ""; }
    const GppFields& fields = read.value();
    if (text.size() > iab_bytes_max || !text.starts_with("DB")) { return "that is no GPP string"; }
    const auto sections = std::popcount(fields.sections);
    if (sections == 0 || sections != std::count(text.begin(), text.end(), '~')) {
        return "some section was not looked at";
    }
    if (fields.tcf.has_value() != ((fields.sections & 1u << 2) != 0)) { return "the TCF section is lost"; }
    if (!without_tcf || without_tcf.value().tcf || without_tcf.value().opted_out != fields.opted_out ||
        without_tcf.value().known_child != fields.known_child || without_tcf.value().gpc != fields.gpc) {
        return "the other sections depend on that of TCF";
    }
    if (read_gpp(std::string(text) + "~1YNN", {}).ok()) { return "a section more is taken"; }
    return "";
}

inline std::string broken_law_of_us_privacy(std::string_view text) {
    const auto read = read_us_privacy(text);
    const bool good = text.size() == 4 && text[0] == '1' && text.find_first_not_of("YN-", 1) == text.npos;
    if (read.ok() != good) { return "that is no US Privacy string, or one that was refused"; }
    return good && read.value().opted_out != (text[2] == 'Y') ? "the opt-out is misread" : "";
}

}  // namespace passerby::wire::testing
