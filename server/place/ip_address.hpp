// A visitor's address, for as long as it takes to find a place for it: it cannot be copied, and overwrites
// itself when it goes.
//
// IPv4 is kept as IPv6 writes it (::ffff:192.0.2.1), so that whichever way an address came it is the same.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace passerby::place {

using AddressBytes = std::array<unsigned char, 16>;

class IpAddress {
  public:
    IpAddress() = default;
    ~IpAddress() { wipe(); }
    IpAddress(const IpAddress&) = delete;
    IpAddress& operator=(const IpAddress&) = delete;

    // `192.0.2.1` or `2001:db8::1`, and nothing around it: no port, no zone, no brackets. Otherwise false,
    // and it is none.
    bool read(std::string_view text);
    void become(const IpAddress& other) { bytes_ = other.bytes_; }

    // For whoever asks the system who is there.
    AddressBytes& bytes() { return bytes_; }
    const AddressBytes& bytes() const { return bytes_; }

    bool is_v4() const;
    // Given to somebody on the open internet: not private, shared, local, reserved or for documentation, nor
    // an address that only wraps another.
    bool is_public() const;
    // What is looked up: the network of 256 addresses (/24), or the site's (/48).
    void truncate();

    friend bool operator==(const IpAddress& a, const IpAddress& b) { return a.bytes_ == b.bytes_; }

  private:
    void wipe();

    AddressBytes bytes_{};
};

}  // namespace passerby::place
