// The operator's file of places (MaxMind DB, `.mmdb`): from a truncated address to a place.
//
// The only door to the library that reads such files. A copy of the file is read, not the file itself: who
// writes over it while it is in use changes nothing and brings nobody down. Immutable.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "server/place/ip_address.hpp"

namespace passerby::place {

// What the file says, as it says it; empty where it says nothing. The views live as long as the atlas.
class Place {
  public:
    ~Place();
    std::string_view country;  // "DE"
    std::string_view city;     // "Berlin"
    // "DE-BE"
    std::string_view region() const { return {region_.data(), region_size_}; }
    void set_region(std::string_view within_country);

  private:
    std::array<char, 8> region_{};
    std::size_t region_size_ = 0;
};

enum class Found : std::uint8_t { place, nothing, not_public };

class Atlas {
  public:
    // What a file has wrong.
    enum class Wrong : std::uint8_t { nothing, unreadable, too_large, malformed, no_memory };
    struct Loaded {
        std::shared_ptr<const Atlas> atlas;
        Wrong wrong = Wrong::nothing;
    };
    static Loaded load(const std::string& file);
    // One that knows no place.
    static std::shared_ptr<const Atlas> blank();

    ~Atlas();
    Atlas(const Atlas&) = delete;
    Atlas& operator=(const Atlas&) = delete;

    // The address is truncated first, and so it comes back. Allocates nothing.
    Found find(IpAddress& address, Place& place) const;
    std::uint32_t nodes() const;  // of its tree: about as many as it tells networks apart

  private:
    struct Library;
    static Loaded open(const std::string& file);
    explicit Atlas(std::unique_ptr<Library> library);
    std::unique_ptr<Library> library_;
};

std::string_view code_of(Atlas::Wrong wrong);  // for the log: `place-file-malformed`

}  // namespace passerby::place
