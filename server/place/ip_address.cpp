#include "server/place/ip_address.hpp"

#include <string.h>

#include <algorithm>
#include <optional>

#include "server/place/network.hpp"

namespace passerby::place {

namespace {

constexpr std::size_t v4_at = 12;  // where the four bytes of IPv4 stand

// The system's own readers would leave copies of what they read on the stack; these write where it is kept.
bool read_part(std::string_view text, unsigned char& byte) {
    if (text.empty() || text.size() > 3 || (text.size() > 1 && text.front() == '0')) { return false; }
    unsigned value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9') { return false; }
        value = value * 10 + static_cast<unsigned>(c - '0');
    }
    byte = static_cast<unsigned char>(value);
    return value <= 255;
}

bool read_v4(std::string_view text, unsigned char* bytes) {
    for (int i = 0; i < 4; ++i) {
        const std::size_t dot = i < 3 ? text.find('.') : text.size();
        if (dot == text.npos || !read_part(text.substr(0, dot), bytes[i])) { return false; }
        text.remove_prefix(std::min(dot + 1, text.size()));
    }
    return true;
}

int hex_value(char c) {
    if (c >= '0' && c <= '9') { return c - '0'; }
    if (c >= 'a' && c <= 'f') { return c - 'a' + 10; }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool read_group(std::string_view text, unsigned char* bytes) {
    if (text.empty() || text.size() > 4) { return false; }
    unsigned value = 0;
    for (const char c : text) {
        if (hex_value(c) < 0) { return false; }
        value = value * 16 + static_cast<unsigned>(hex_value(c));
    }
    bytes[0] = static_cast<unsigned char>(value >> 8);
    bytes[1] = static_cast<unsigned char>(value);
    return true;
}

// The groups, from the left; `gap` is where `::` stands, `size` how many bytes were written.
bool read_groups(std::string_view text, AddressBytes& bytes, std::size_t& size,
                 std::optional<std::size_t>& gap) {
    if (text.starts_with("::")) {
        gap = 0;
        text.remove_prefix(2);
    }
    while (!text.empty() || !gap || *gap != size) {
        const std::size_t colon = text.find(':');
        const std::string_view group = text.substr(0, colon);
        if (colon == text.npos && group.find('.') != group.npos) {
            if (size > v4_at || !read_v4(group, &bytes[size])) { return false; }
            size += 4;
            return true;
        }
        if (size == bytes.size() || !read_group(group, &bytes[size])) { return false; }
        size += 2;
        if (colon == text.npos) { return true; }
        text.remove_prefix(colon + 1);
        if (!text.starts_with(':')) { continue; }
        if (gap) { return false; }
        gap = size;
        text.remove_prefix(1);
    }
    return true;
}

bool read_v6(std::string_view text, AddressBytes& bytes) {
    std::size_t size = 0;
    std::optional<std::size_t> gap;
    if (!read_groups(text, bytes, size, gap)) { return false; }
    if (!gap) { return size == bytes.size(); }
    if (size == bytes.size()) { return false; }  // `::` stands for one group at least
    const auto moved = std::copy_backward(bytes.begin() + *gap, bytes.begin() + size, bytes.end());
    std::fill(bytes.begin() + *gap, moved, static_cast<unsigned char>(0));
    return true;
}

constexpr Network v4_mapped = Network::v6({0, 0, 0, 0, 0, 0xffff}, 96);

// What the registries for special purposes (IANA) keep from the open internet. Of IPv6 only 2000::/3 is given
// out; within it, what wraps other addresses (6to4, Teredo) says nothing of where somebody is.
constexpr Network not_public[] = {
    Network::v4({0, 0, 0, 0}, 8),
    Network::v4({10, 0, 0, 0}, 8),
    Network::v4({100, 64, 0, 0}, 10),
    Network::v4({127, 0, 0, 0}, 8),
    Network::v4({169, 254, 0, 0}, 16),
    Network::v4({172, 16, 0, 0}, 12),
    Network::v4({192, 0, 0, 0}, 24),
    Network::v4({192, 0, 2, 0}, 24),
    Network::v4({192, 31, 196, 0}, 24),
    Network::v4({192, 52, 193, 0}, 24),
    Network::v4({192, 88, 99, 0}, 24),
    Network::v4({192, 168, 0, 0}, 16),
    Network::v4({192, 175, 48, 0}, 24),
    Network::v4({198, 18, 0, 0}, 15),
    Network::v4({198, 51, 100, 0}, 24),
    Network::v4({203, 0, 113, 0}, 24),
    Network::v4({224, 0, 0, 0}, 3),
    Network::v6({0x2001}, 23),
    Network::v6({0x2001, 0x0db8}, 32),
    Network::v6({0x2002}, 16),
    Network::v6({0x2620, 0x004f, 0x8000}, 48),
    Network::v6({0x3fff}, 20),
};
constexpr Network global_unicast = Network::v6({0x2000}, 3);

}  // namespace

bool IpAddress::read(std::string_view text) {
    const bool v6 = text.find(':') != text.npos;
    bytes_ = v6 ? AddressBytes{} : v4_mapped.prefix();
    if (v6 ? read_v6(text, bytes_) : read_v4(text, &bytes_[v4_at])) { return true; }
    wipe();
    return false;
}

bool IpAddress::is_v4() const {
    return v4_mapped.has(*this);
}

bool IpAddress::is_public() const {
    if (!is_v4() && !global_unicast.has(*this)) { return false; }
    return std::none_of(std::begin(not_public), std::end(not_public),
                        [this](const Network& network) { return network.has(*this); });
}

void IpAddress::truncate() {
    const std::size_t kept = is_v4() ? v4_at + 3 : 6;
    std::fill(bytes_.begin() + static_cast<std::ptrdiff_t>(kept), bytes_.end(),
              static_cast<unsigned char>(0));
}

void IpAddress::wipe() {
    ::explicit_bzero(bytes_.data(), bytes_.size());
}

}  // namespace passerby::place
