// What a TC string permits to whom it is read for: the site itself or one vendor, to choose content or ads.
//
//   this site's purposes      choosing content    choosing ads
//   selecting                 TCF purpose 11      2             refused: device, location, behaviour, history
//   remembering               1, and 5 with 6     1, 3 with 4   refused: history
//   measuring                 8                   7             refused: measurement
//
// Special features are not looked at: the first is of precise places, and there are none here.
#pragma once

#include "engine/consent.hpp"
#include "server/wire/tcf.hpp"

namespace passerby::wire {

struct TcfReader {
    enum class Use : std::uint8_t { content, ads };

    Use use = Use::content;
    TcfVendorId vendor = 0;  // 0: the publisher
};

// Does not count: one that is not of this site alone, of a policy before 4 (TCF 2.2), or with legitimate
// interest where the policy knows only consent (purposes 1 and 3 to 6).
engine::TcString read_for(const TcfReader& reader, const TcfFields& fields);

}  // namespace passerby::wire
