// How often each time was seen, at a constant relative precision: the idea of HdrHistogram.
//
//   0 1 2 … 2047 | 2048 2050 … 4094 | 4096 4100 … 8188 | …      (with 10 bits of precision)
//   each         | every second     | every fourth     |
//
// Adding is an index and an increment. Least and greatest are kept exactly; a percentile is the upper edge
// of its step, so that it is never told too low, and too high by less than 2^-bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/load/clock.hpp"

namespace passerby::load {

class Histogram {
  public:
    static constexpr int fine_bits = 10, coarse_bits = 6;  // a thousandth, and a sixtieth

    explicit Histogram(int precision_bits = fine_bits);

    // Times below zero count as zero, times beyond an hour and more (2^42 ns) as that.
    void add(Nanoseconds value);
    // Of the same precision.
    void merge(const Histogram& other);

    std::uint64_t count() const { return count_; }
    Nanoseconds min() const { return count_ == 0 ? 0 : min_; }
    Nanoseconds max() const { return max_; }
    double mean() const;
    double deviation() const;

    // The time that this share (0 … 1) of all needed at most; 0 where nothing was added.
    Nanoseconds at(double share) const;
    // How many needed at most this long, as far as the steps tell.
    std::uint64_t count_until(Nanoseconds value) const;

    int precision_bits() const { return bits_; }

  private:
    std::size_t index_of(std::uint64_t value) const;
    std::uint64_t highest_of(std::size_t index) const;
    double middle_of(std::size_t index) const;

    int bits_;
    std::vector<std::uint64_t> counts_;  // made at the first add
    std::uint64_t count_ = 0;
    Nanoseconds min_ = 0, max_ = 0;
};

}  // namespace passerby::load
