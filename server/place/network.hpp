// A network of addresses, as `10.0.0.0/8` and `fd00::/8` name them. Immutable.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>
#include <vector>

#include "server/place/ip_address.hpp"

namespace passerby::place {

class Network {
  public:
    // An address without `/` is a network of one. Bits behind the prefix do not count.
    static std::optional<Network> parse(std::string_view text);

    static constexpr Network v4(std::array<unsigned char, 4> address, unsigned bits) {
        Network network;
        network.prefix_ = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
        for (std::size_t i = 0; i < 4; ++i) { network.prefix_[12 + i] = address[i]; }
        network.bits_ = 96 + bits;
        return network;
    }
    // The first groups of the address; the rest is zero.
    static constexpr Network v6(std::initializer_list<std::uint16_t> groups, unsigned bits) {
        Network network;
        std::size_t at = 0;
        for (const std::uint16_t group : groups) {
            network.prefix_[at++] = static_cast<unsigned char>(group >> 8);
            network.prefix_[at++] = static_cast<unsigned char>(group & 0xff);
        }
        network.bits_ = bits;
        return network;
    }

    bool has(const IpAddress& address) const {
        const std::size_t whole = bits_ / 8;
        const auto& bytes = address.bytes();
        if (!std::equal(prefix_.begin(), prefix_.begin() + static_cast<std::ptrdiff_t>(whole),
                        bytes.begin())) {
            return false;
        }
        const unsigned rest = bits_ % 8;
        return rest == 0 || ((prefix_[whole] ^ bytes[whole]) >> (8 - rest)) == 0;
    }
    const AddressBytes& prefix() const { return prefix_; }

  private:
    constexpr Network() = default;

    AddressBytes prefix_{};
    unsigned bits_ = 0;  // of the sixteen bytes; 96 more than IPv4 counts
};

using Networks = std::vector<Network>;

inline bool any_has(const Networks& networks, const IpAddress& address) {
    return std::any_of(networks.begin(), networks.end(),
                       [&](const Network& network) { return network.has(address); });
}

}  // namespace passerby::place
