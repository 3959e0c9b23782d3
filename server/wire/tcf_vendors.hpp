// The lists of vendors inside a TC string: a bit for each id, or ranges of ids. They are looked through for
// one vendor, in one pass, however many ids they stand for.
#pragma once

#include <cstdint>
#include <optional>

#include "server/wire/iab_bits.hpp"
#include "server/wire/iab_fault.hpp"
#include "server/wire/tcf.hpp"

namespace passerby::wire {

// Each reads one field to its end and moves the cursor behind it; nothing: it was well-formed, or the text
// ended too early, which the cursor says.

// A list with its maximum, as a bit field or as ranges.
std::optional<IabFault> find_vendor(IabBits& bits, TcfVendorId vendor, bool& found);

// What the publisher's restrictions mean for the vendor.
std::optional<IabFault> find_restrictions(IabBits& bits, TcfVendorId vendor, TcfVendor& restricted);

}  // namespace passerby::wire
