// The US Privacy string (version 1, deprecated in 2024): read to restrict, never to permit, never written.
#pragma once

#include <string_view>

#include "engine/result.hpp"
#include "server/wire/iab_fault.hpp"

namespace passerby::wire {

struct UsPrivacy {
    bool opted_out = false;  // of sale: the third character is Y
};

// `1YNN`: the version and three of Y, N and -; nothing else, not in lower case either.
engine::result<UsPrivacy, IabFault> read_us_privacy(std::string_view text);

}  // namespace passerby::wire
