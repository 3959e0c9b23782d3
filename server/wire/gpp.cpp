#include "server/wire/gpp.hpp"

#include <utility>

#include "server/wire/gpp_section.hpp"
#include "server/wire/iab_bits.hpp"
#include "server/wire/us_privacy.hpp"

namespace passerby::wire {

namespace {

using Fault = std::optional<IabFault>;

constexpr std::uint64_t header_type = 3, header_version = 1;
constexpr std::uint64_t tcf_eu_section = 2, us_privacy_section = 6;
constexpr std::uint64_t section_id_max = us_section_max;

// A number in Fibonacci's code, least place first, which 11 ends; 0 where it is over any id of a section.
std::uint64_t take_fibonacci(IabBits& bits) {
    std::uint64_t value = 0, place = 1, next_place = 2;
    for (bool last = false; place <= 2 * section_id_max;) {
        const bool bit = bits.take_flag();
        if (bit && last) { return value; }
        if (bit) { value += place; }
        last = bit;
        place = std::exchange(next_place, place + next_place);
    }
    return 0;
}

constexpr std::uint32_t bit_of(std::uint64_t section) {
    return std::uint32_t{1} << section;
}

bool is_listed(std::uint64_t id) {
    return id == tcf_eu_section || id == us_privacy_section || (id >= us_section_min && id <= section_id_max);
}

// Enters the ids from `first` to `last`.
Fault enter(std::uint64_t first, std::uint64_t last, std::uint32_t& sections) {
    if (last > section_id_max) { return IabFault::unlisted; }
    for (std::uint64_t id = first; id <= last; ++id) {
        if (!is_listed(id)) { return IabFault::unlisted; }
        sections |= bit_of(id);
    }
    return std::nullopt;
}

// Ids ascend, each told as its distance from the one before; a group by its first and its length.
Fault take_section_ids(IabBits& bits, std::uint32_t& sections) {
    std::uint64_t last = 0;
    for (auto items = bits.take(12); items > 0; --items) {
        const bool is_group = bits.take_flag();
        const std::uint64_t distance = take_fibonacci(bits);
        const std::uint64_t length = is_group ? take_fibonacci(bits) : 0;
        if (bits.ran_out()) { return IabFault::cut_short; }
        if (distance == 0 || (is_group && length == 0)) { return IabFault::unlisted; }
        const std::uint64_t first = last + distance;
        last = first + length;
        if (auto fault = enter(first, last, sections)) { return fault; }
    }
    return std::nullopt;
}

Fault read_header(std::string_view text, std::uint32_t& sections) {
    if (text.empty()) { return IabFault::empty; }
    auto bits = IabBits::of(text);
    if (!bits) { return IabFault::bad_character; }
    if (bits->take(6) != header_type || bits->take(6) != header_version) { return IabFault::bad_version; }
    if (auto fault = take_section_ids(*bits, sections)) { return fault; }
    if (bits->ran_out()) { return IabFault::cut_short; }
    if (!bits->only_gpp_padding()) { return IabFault::rubbish; }
    return sections == 0 ? IabFault::empty : Fault{};
}

Fault read_section(std::uint64_t id, std::string_view text, const GppAsked& asked, GppFields& fields) {
    if (id == tcf_eu_section) {
        if (asked.tcf == TcfSection::skipped) { return std::nullopt; }
        const auto tcf = read_tcf(text, asked.vendor);
        if (!tcf) { return tcf.error(); }
        fields.tcf = tcf.value();
        return std::nullopt;
    }
    if (id == us_privacy_section) {
        const auto us_privacy = read_us_privacy(text);
        if (!us_privacy) { return us_privacy.error(); }
        fields.opted_out = fields.opted_out || us_privacy.value().opted_out;
        return std::nullopt;
    }
    const auto section = read_us_section(static_cast<GppSectionId>(id), text);
    if (!section) { return section.error(); }
    fields.opted_out = fields.opted_out || section.value().opted_out();
    fields.known_child = fields.known_child || section.value().known_child;
    fields.gpc = fields.gpc || section.value().gpc.value_or(false);
    return std::nullopt;
}

}  // namespace

engine::result<GppFields, IabFault> read_gpp(std::string_view text, const GppAsked& asked) {
    if (text.size() > iab_bytes_max) { return IabFault::too_long; }
    GppFields fields;
    auto tilde = text.find('~');
    if (auto fault = read_header(text.substr(0, tilde), fields.sections)) { return *fault; }
    for (std::uint64_t id = 1; id <= section_id_max; ++id) {
        if ((fields.sections & bit_of(id)) == 0) { continue; }
        if (tilde == text.npos) { return IabFault::miscounted; }
        text.remove_prefix(tilde + 1);
        tilde = text.find('~');
        if (auto fault = read_section(id, text.substr(0, tilde), asked, fields)) { return *fault; }
    }
    if (tilde != text.npos) { return IabFault::miscounted; }
    return fields;
}

}  // namespace passerby::wire
