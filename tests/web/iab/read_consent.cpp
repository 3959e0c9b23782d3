// Reads consent strings from its input, one a line (`KIND<tab>NUMBER<tab>TEXT`), and tells in a line of JSON
// what the decoders made of each: for the comparison with those of others.
#include <cstdio>
#include <iostream>
#include <memory>
#include <string>

#include "server/wire/gpp.hpp"
#include "server/wire/gpp_section.hpp"
#include "server/wire/tcf_reader.hpp"
#include "server/wire/us_privacy.hpp"

namespace passerby::wire {
namespace {

std::string refused(IabFault fault) {
    return "{\"fault\":\"" + std::string(iab_fault_names[static_cast<std::size_t>(fault)]) + "\"}";
}

std::string field(const char* name, std::uint64_t value) {
    return "\"" + std::string(name) + "\":" + std::to_string(value) + ",";
}

std::string list_of(engine::PurposeSet purposes) {
    using enum engine::Purpose;
    std::string list;
    for (engine::Purpose purpose : {device, location, behaviour, history, measurement}) {
        const std::string name(purpose == device ? "device" : name_of(purpose));
        if (purposes.has(purpose)) { list += (list.empty() ? "\"" : ",\"") + name + "\""; }
    }
    return "[" + list + "]";
}

std::string tell_bases(const char* name, const TcfBases& bases) {
    return "\"" + std::string(name) + "\":[" + std::to_string(bases.consent.bits()) + "," +
           std::to_string(bases.legitimate.bits()) + "],";
}

std::string tell(const TcfFields& fields, TcfVendorId vendor) {
    std::string told = "{";
    told += field("updated", static_cast<std::uint64_t>(fields.updated_at.time_since_epoch().count()));
    told += field("policy", fields.policy_version) + field("serviceSpecific", fields.is_service_specific);
    told += field("specialFeatures", fields.special_features) + tell_bases("core", fields.core);
    if (fields.publisher) { told += tell_bases("publisher", *fields.publisher); }
    told += field("consented", fields.vendor.consented) + field("legitimate", fields.vendor.legitimate);
    if (fields.vendor.disclosed) { told += field("disclosed", *fields.vendor.disclosed); }
    told += "\"restricted\":[" + std::to_string(fields.vendor.forbidden.bits()) + "," +
            std::to_string(fields.vendor.only_by_consent.bits()) + "," +
            std::to_string(fields.vendor.only_by_interest.bits()) + "],";
    using Use = TcfReader::Use;
    told += field("counts", read_for({Use::content, vendor}, fields).counts);
    told += "\"denied\":[" + list_of(read_for({Use::content, vendor}, fields).denied) + "," +
            list_of(read_for({Use::ads, vendor}, fields).denied) + "]}";
    return told;
}

std::string tell(const UsSection& section) {
    return "{" + field("sale", section.sale_opt_out) + field("sharing", section.sharing_opt_out) +
           field("advertising", section.advertising_opt_out) + field("child", section.known_child) +
           "\"gpc\":" + (section.gpc ? *section.gpc ? "true" : "false" : "null") + "}";
}

std::string tell(const GppFields& fields) {
    return "{" + field("optedOut", fields.opted_out) + field("child", fields.known_child) +
           field("gpc", fields.gpc) + field("sections", fields.sections) +
           "\"tcf\":" + (fields.tcf ? tell(*fields.tcf, 0) : "null") + "}";
}

std::string answer(std::string_view kind, unsigned long number, std::string_view text) {
    if (kind == "tcf") {
        const auto vendor = static_cast<TcfVendorId>(number);
        const auto read = read_tcf(text, vendor);
        return read ? tell(read.value(), vendor) : refused(read.error());
    }
    if (kind == "section") {
        const auto read = read_us_section(static_cast<GppSectionId>(number), text);
        return read ? tell(read.value()) : refused(read.error());
    }
    if (kind == "gpp") {
        const auto read = read_gpp(text, {});
        return read ? tell(read.value()) : refused(read.error());
    }
    const auto read = read_us_privacy(text);
    return read ? "{\"optedOut\":" + std::to_string(read.value().opted_out) + "}" : refused(read.error());
}

}  // namespace
}  // namespace passerby::wire

int main() {
    std::ios::sync_with_stdio(false);
    for (std::string line; std::getline(std::cin, line);) {
        const auto tab = line.find('\t'), second = line.find('\t', tab + 1);
        // In a buffer of its own size, so that a look past its end is seen.
        const std::size_t size = line.size() - second - 1;
        const std::unique_ptr<char[]> text(new char[size]);
        line.copy(text.get(), size, second + 1);
        std::cout << passerby::wire::answer(std::string_view(line).substr(0, tab),
                                            std::stoul(line.substr(tab + 1)), {text.get(), size})
                  << '\n';
    }
}
