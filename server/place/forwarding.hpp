// Which address a request came from, where proxies stand between: `Forwarded` (RFC 7239) and
// `X-Forwarded-For`, read from the right, where the nearest proxy writes.
//
//   X-Forwarded-For: whatever the client wrote, THE CLIENT, outer proxy     ◀─ inner proxy ◀─ the connection
//                                               ▲ the first that is not trusted
//
// Only what trusted proxies wrote is ever read, so that nobody can say to be elsewhere than they are.
#pragma once

#include <span>
#include <string_view>

#include "server/place/network.hpp"

namespace passerby::place {

// The lines of each header, in the order in which they came.
struct Forwarding {
    std::span<const std::string_view> forwarded, x_forwarded_for;

    bool empty() const { return forwarded.empty() && x_forwarded_for.empty(); }
};

inline constexpr std::size_t hops_max = 32;  // more proxies than anybody has in a row

// `address` is the connection's at first, and the client's in the end. False: the client is not known,
// because what the trusted proxies wrote is malformed or hidden, names none but themselves, or the two
// headers differ.
bool find_client(const Networks& trusted, const Forwarding& forwarding, IpAddress& address);

}  // namespace passerby::place
