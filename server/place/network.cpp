#include "server/place/network.hpp"

#include <charconv>

namespace passerby::place {

std::optional<Network> Network::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    IpAddress address;
    if (!address.read(text.substr(0, slash))) { return std::nullopt; }
    const bool is_v4 = text.substr(0, slash).find(':') == text.npos;
    const unsigned bits_max = is_v4 ? 32 : 128;
    unsigned bits = bits_max;
    if (slash != text.npos) {
        const char* const end = text.data() + text.size();
        const auto read = std::from_chars(text.data() + slash + 1, end, bits);
        if (read.ec != std::errc{} || read.ptr != end || bits > bits_max) { return std::nullopt; }
    }
    Network network;
    network.prefix_ = address.bytes();
    network.bits_ = is_v4 ? 96 + bits : bits;
    return network;
}

}  // namespace passerby::place
