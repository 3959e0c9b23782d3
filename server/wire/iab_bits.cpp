#include "server/wire/iab_bits.hpp"

#include <algorithm>
#include <array>

namespace passerby::wire {

namespace {

constexpr std::uint8_t no_letter = 0xff;

constexpr std::array<std::uint8_t, 256> make_values() {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    static_assert(letters.size() == 64);
    std::array<std::uint8_t, 256> values{};
    for (std::uint8_t& value : values) { value = no_letter; }
    for (std::uint8_t i = 0; i < 64; ++i) { values[static_cast<unsigned char>(letters[i])] = i; }
    return values;
}

constexpr std::array<std::uint8_t, 256> values = make_values();

std::uint8_t value_of(char letter) {
    return values[static_cast<unsigned char>(letter)];
}

constexpr std::size_t up_to_multiple(std::size_t bits, std::size_t of) {
    return (bits + of - 1) / of * of;
}

}  // namespace

std::optional<IabBits> IabBits::of(std::string_view text) {
    // Without a branch for each letter: all values of letters are below 64.
    std::uint8_t all = 0;
    for (char letter : text) { all = static_cast<std::uint8_t>(all | value_of(letter)); }
    if (all >= 64) { return std::nullopt; }
    return IabBits(text);
}

std::uint64_t IabBits::take(unsigned count) {
    if (count > left()) {
        skip(count);
        return 0;
    }
    const std::size_t end = at_ + count;
    const std::size_t letters_end = (end + 5) / 6;
    std::uint64_t bits = 0;
    for (std::size_t i = at_ / 6; i < letters_end; ++i) { bits = bits << 6 | value_of(text_[i]); }
    at_ = end;
    return bits >> (letters_end * 6 - end) & ((std::uint64_t{1} << count) - 1);
}

void IabBits::skip(std::size_t count) {
    ran_out_ = ran_out_ || count > left();
    at_ += std::min(count, left());
}

bool IabBits::only_padding(std::size_t fewer_than) const {
    if (ran_out_ || left() >= fewer_than) { return false; }
    IabBits rest = *this;
    return rest.take(static_cast<unsigned>(left())) == 0;
}

bool IabBits::only_gpp_padding() const {
    const bool plain = size() == up_to_multiple(at_, 6);
    const bool by_bytes = size() == up_to_multiple(up_to_multiple(at_, 8), 6);
    return (plain || by_bytes) && only_padding(6 + 8);
}

}  // namespace passerby::wire
