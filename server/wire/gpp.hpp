// A string of the Global Privacy Platform (version 1): a header that lists sections, and the sections.
//
//   header ~ section ~ section …     of which each has its own form: TCF, US Privacy, or gpp_section.hpp's
//
// Every section restricts. What the TCF section grants depends on what applies, which is not said in here.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "engine/result.hpp"
#include "server/wire/iab_fault.hpp"
#include "server/wire/tcf.hpp"

namespace passerby::wire {

struct GppFields {
    bool opted_out = false;    // of sale, sharing or targeted advertising, in some section
    bool known_child = false;  // in some section
    bool gpc = false;          // in some section
    std::optional<TcfFields> tcf;
    std::uint32_t sections = 0;  // which came: the bit of each one's id
};

// Whether the TCF section is looked at; one that is not may be unreadable.
enum class TcfSection : std::uint8_t { skipped, read };

struct GppAsked {
    TcfVendorId vendor = 0;  // that the TCF section is asked about
    TcfSection tcf = TcfSection::read;
};

// Refused are: a string without a header or without sections, sections that are not as many as the header
// lists, and a section that is unknown or cannot be read: it might restrict.
engine::result<GppFields, IabFault> read_gpp(std::string_view text, const GppAsked& asked);

}  // namespace passerby::wire
