#include "server/wire/tcf_vendors.hpp"

#include <iterator>
#include <limits>

namespace passerby::wire {

namespace {

constexpr unsigned id_bits = 16, count_bits = 12;
constexpr unsigned purpose_bits = 6, restriction_bits = 2;
constexpr std::uint64_t purposes_max = 24;

// Ids ascend and no id comes twice: that every encoder writes them so tells a string from noise.
std::optional<IabFault> find_in_ranges(IabBits& bits, std::uint64_t id_max, TcfVendorId vendor, bool& found) {
    std::uint64_t last_end = 0;
    for (auto entries = bits.take(count_bits); entries > 0; --entries) {
        const std::uint64_t entry = bits.take(1 + id_bits);
        const std::uint64_t start = entry & std::numeric_limits<TcfVendorId>::max();
        const std::uint64_t end = entry == start ? start : bits.take(id_bits);
        if (bits.ran_out()) { return std::nullopt; }
        if (start <= last_end || end < start || end > id_max) { return IabFault::bad_range; }
        found = found || (start <= vendor && vendor <= end);
        last_end = end;
    }
    return std::nullopt;
}

}  // namespace

std::optional<IabFault> find_vendor(IabBits& bits, TcfVendorId vendor, bool& found) {
    const std::uint64_t id_max = bits.take(id_bits);
    const bool has_ranges = bits.take_flag();
    if (has_ranges) { return find_in_ranges(bits, id_max, vendor, found); }
    const bool within = vendor > 0 && vendor <= id_max;
    const std::uint64_t before = within ? vendor - 1u : id_max;
    bits.skip(before);
    if (within) {
        found = bits.take_flag();
        bits.skip(id_max - vendor);
    }
    return std::nullopt;
}

std::optional<IabFault> find_restrictions(IabBits& bits, TcfVendorId vendor, TcfVendor& restricted) {
    TcfPurposes* const by_type[] = {&restricted.forbidden, &restricted.only_by_consent,
                                    &restricted.only_by_interest};
    for (auto restrictions = bits.take(count_bits); restrictions > 0; --restrictions) {
        const std::uint64_t purpose = bits.take(purpose_bits);
        const std::uint64_t type = bits.take(restriction_bits);
        if (bits.ran_out()) { return std::nullopt; }
        if (purpose == 0 || purpose > purposes_max || type >= std::size(by_type)) {
            return IabFault::bad_value;
        }
        bool found = false;
        const auto fault = find_in_ranges(bits, std::numeric_limits<TcfVendorId>::max(), vendor, found);
        if (fault || bits.ran_out()) { return fault; }
        if (found) {
            *by_type[type] = by_type[type]->with(TcfPurposes::only(static_cast<unsigned>(purpose)));
        }
    }
    return std::nullopt;
}

}  // namespace passerby::wire
