// The bits behind base64url letters, six a letter, read where they stand: nothing is decoded into a buffer,
// so nothing of a visitor's has to be wiped from one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace passerby::wire {

// A cursor; its text must outlive it.
class IabBits {
  public:
    // Nothing where a character is none of the alphabet (A–Z a–z 0–9 - _; no padding).
    static std::optional<IabBits> of(std::string_view text);

    // The next `count` bits, at most 36. Past the end all are 0, and ran_out() is true from then on.
    std::uint64_t take(unsigned count);
    bool take_flag() { return take(1) != 0; }
    void skip(std::size_t count);
    bool ran_out() const { return ran_out_; }

    // What is left is less than `fewer_than` bits, and all of them are 0.
    bool only_padding(std::size_t fewer_than) const;
    // What is left is what fills six bits, or eight and then six, and all of it is 0.
    bool only_gpp_padding() const;

  private:
    explicit IabBits(std::string_view text) : text_(text) {}
    std::size_t size() const { return text_.size() * 6; }
    std::size_t left() const { return size() - at_; }

    std::string_view text_;
    std::size_t at_ = 0;  // in bits; never past the end
    bool ran_out_ = false;
};

}  // namespace passerby::wire
