// What a visitor may permit. Four purposes have names that people see; two further permissions are only
// ever taken away (by consent signals of others), never asked for.
#pragma once

#include <array>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string_view>

namespace passerby::engine {

enum class Purpose : std::uint8_t {
    location,     // country, region, city
    behaviour,    // this visit on this site
    history,      // what the visitor's own device remembers of earlier visits
    measurement,  // a token with each choice, and its events
    // Permissions that stand unless something withdraws them:
    device,          // `device.*`: withdrawn by a refusal of selection under GDPR
    exact_location,  // `location.*` finer than the country: withdrawn for children
};

inline constexpr std::array<Purpose, 4> asked_purposes = {Purpose::location, Purpose::behaviour,
                                                          Purpose::history, Purpose::measurement};

// The name that a visitor, a page and an author see; empty for the two inner permissions.
std::string_view name_of(Purpose purpose);
std::optional<Purpose> find_purpose(std::string_view name);

// A small immutable set of purposes.
class PurposeSet {
  public:
    constexpr PurposeSet() = default;
    constexpr PurposeSet(std::initializer_list<Purpose> purposes) {
        for (Purpose purpose : purposes) { bits_ = static_cast<std::uint8_t>(bits_ | bit(purpose)); }
    }

    constexpr bool has(Purpose purpose) const { return (bits_ & bit(purpose)) != 0; }
    constexpr bool covers(PurposeSet needed) const { return (needed.bits_ & ~bits_) == 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr PurposeSet with(Purpose purpose) const { return PurposeSet(bits_ | bit(purpose)); }
    constexpr PurposeSet with(PurposeSet others) const { return PurposeSet(bits_ | others.bits_); }
    constexpr PurposeSet without(PurposeSet others) const { return PurposeSet(bits_ & ~others.bits_); }
    friend constexpr bool operator==(PurposeSet, PurposeSet) = default;

  private:
    constexpr explicit PurposeSet(unsigned bits) : bits_(static_cast<std::uint8_t>(bits)) {}
    static constexpr unsigned bit(Purpose purpose) { return 1u << static_cast<unsigned>(purpose); }

    std::uint8_t bits_ = 0;
};

}  // namespace passerby::engine
