#include "server/wire/tcf.hpp"

#include "server/wire/iab_bits.hpp"
#include "server/wire/tcf_vendors.hpp"

namespace passerby::wire {

namespace {

using Fault = std::optional<IabFault>;

constexpr unsigned version = 2;
constexpr std::size_t padding_limit = 24;  // encoders fill up to six, eight or both

constexpr int segment_types = 8;  // of three bits: with more segments than types, one of them is repeated

enum SegmentType : std::uint8_t { core_segment = 0, disclosed_vendors = 1, publisher_tc = 3 };

// Fields of the core that nobody here asks about, by their width.
constexpr std::size_t bits_of_created = 36;
constexpr std::size_t bits_of_cmp_version_and_screen = 12 + 6;
constexpr std::size_t bits_of_vendor_list_version = 12;
constexpr std::size_t bits_of_non_standard_texts = 1;
constexpr std::size_t bits_of_purpose_one_treatment = 1;

constexpr std::uint64_t cmp_id_min = 2;  // as registered; what no consent manager wrote is no consent

Fault end_of(const IabBits& bits) {
    if (bits.ran_out()) { return IabFault::cut_short; }
    return bits.only_padding(padding_limit) ? Fault{} : IabFault::rubbish;
}

// Of a language or a country: two letters from A to Z.
bool takes_code(IabBits& bits) {
    const std::uint64_t first = bits.take(6), second = bits.take(6);
    return first < 26 && second < 26;
}

TcfBases take_bases(IabBits& bits) {
    const TcfPurposes consent(bits.take(24));
    return {consent, TcfPurposes(bits.take(24))};
}

Fault read_core(IabBits bits, TcfVendorId vendor, TcfFields& fields) {
    if (bits.take(6) != version) { return IabFault::bad_version; }
    bits.skip(bits_of_created);
    const std::uint64_t tenths = bits.take(36);
    fields.updated_at = engine::Instant{std::chrono::seconds{tenths / 10}};
    bool all_known = bits.take(12) >= cmp_id_min;
    bits.skip(bits_of_cmp_version_and_screen);
    all_known = takes_code(bits) && all_known;
    bits.skip(bits_of_vendor_list_version);
    fields.policy_version = static_cast<std::uint8_t>(bits.take(6));
    fields.is_service_specific = bits.take_flag();
    bits.skip(bits_of_non_standard_texts);
    fields.special_features = static_cast<std::uint16_t>(bits.take(12));
    fields.core = take_bases(bits);
    bits.skip(bits_of_purpose_one_treatment);
    all_known = takes_code(bits) && all_known;
    if (bits.ran_out()) { return IabFault::cut_short; }
    if (!all_known) { return IabFault::bad_value; }
    if (auto fault = find_vendor(bits, vendor, fields.vendor.consented)) { return fault; }
    if (auto fault = find_vendor(bits, vendor, fields.vendor.legitimate)) { return fault; }
    if (auto fault = find_restrictions(bits, vendor, fields.vendor)) { return fault; }
    return end_of(bits);
}

Fault read_disclosed_vendors(IabBits bits, TcfVendorId vendor, TcfFields& fields) {
    if (fields.vendor.disclosed) { return IabFault::repeated; }
    if (auto fault = find_vendor(bits, vendor, fields.vendor.disclosed.emplace(false))) { return fault; }
    return end_of(bits);
}

Fault read_publisher_tc(IabBits bits, TcfFields& fields) {
    if (fields.publisher) { return IabFault::repeated; }
    fields.publisher = take_bases(bits);
    const std::uint64_t custom_purposes = bits.take(6);
    bits.skip(2 * custom_purposes);
    return end_of(bits);
}

Fault read_further_segment(IabBits bits, TcfVendorId vendor, TcfFields& fields) {
    switch (bits.take(3)) {
        case core_segment: return IabFault::repeated;
        case disclosed_vendors: return read_disclosed_vendors(bits, vendor, fields);
        case publisher_tc: return read_publisher_tc(bits, fields);
        default: return std::nullopt;
    }
}

}  // namespace

engine::result<TcfFields, IabFault> read_tcf(std::string_view text, TcfVendorId vendor) {
    if (text.size() > iab_bytes_max) { return IabFault::too_long; }
    TcfFields fields;
    for (int segments = 0; segments < segment_types; ++segments) {
        const auto dot = text.find('.');
        const std::string_view segment = text.substr(0, dot);
        if (segment.empty()) { return IabFault::empty; }
        const auto bits = IabBits::of(segment);
        if (!bits) { return IabFault::bad_character; }
        const Fault fault =
            segments == 0 ? read_core(*bits, vendor, fields) : read_further_segment(*bits, vendor, fields);
        if (fault) { return *fault; }
        if (dot == text.npos) { return fields; }
        text.remove_prefix(dot + 1);
    }
    return IabFault::repeated;
}

}  // namespace passerby::wire
