// The share of all visits in which something is so, as far as it is known: an interval with the likeliest in
// it.
//
// Shares of several things are joined for any way in which they may go together (Fréchet's bounds: `least`
// and `most`) and for things that have nothing to do with each other (`likely`). Things that ask about the
// same signals do: there the likeliest is the most that can be, so that nothing seems rarer than it may be.
// Of what nothing is known, everything counts as likely, for the same reason.
#pragma once

#include <cstdint>
#include <span>

namespace passerby::rules {

struct Share {
    double least = 0, likely = 1, most = 1;  // ascending, from 0 to 1
};
inline constexpr Share everybody{1, 1, 1};
inline constexpr Share nobody{0, 0, 0};
inline constexpr Share unknown_share{0, 1, 1};

// The signals that something asks about, a bit each; several may have to do with one bit.
using SignalBits = std::uint64_t;

struct SharePart {
    Share share;
    SignalBits signals = 0;
};

Share share_of_all(std::span<const SharePart> parts);  // all of them at once
Share share_of_any(std::span<const SharePart> parts);  // at least one of them

}  // namespace passerby::rules
