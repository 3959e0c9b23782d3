// Bits into base64url letters, for strings that no encoder would write.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace passerby::wire::testing {

class BitWriter {
  public:
    BitWriter& add(std::uint64_t value, unsigned count) {
        for (unsigned i = count; i > 0; --i) { bits_ += (value >> (i - 1) & 1) != 0 ? '1' : '0'; }
        return *this;
    }
    BitWriter& zeros(std::size_t count) {
        bits_.append(count, '0');
        return *this;
    }
    BitWriter& bits(std::string_view ones_and_zeros) {
        bits_ += ones_and_zeros;
        return *this;
    }
    // Each two bits wide.
    BitWriter& pairs(std::initializer_list<unsigned> values) {
        for (unsigned value : values) { add(value, 2); }
        return *this;
    }
    std::size_t size() const { return bits_.size(); }

    // Filled up with zeros to a multiple of `fill`, and then of six.
    std::string text(std::size_t fill = 6) const {
        constexpr std::string_view letters =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        std::string padded = bits_;
        while (padded.size() % fill != 0) { padded += '0'; }
        while (padded.size() % 6 != 0) { padded += '0'; }
        std::string text;
        for (std::size_t i = 0; i < padded.size(); i += 6) {
            std::size_t value = 0;
            for (std::size_t k = i; k < i + 6; ++k) { value = value * 2 + (padded[k] == '1'); }
            text += letters[value];
        }
        return text;
    }

  private:
    std::string bits_;
};

}  // namespace passerby::wire::testing
