// The measured time cut into slices, to tell which of them the generator itself has spoilt: a slice is kept
// if in it nothing of ours was later than the bound.
#pragma once

#include <vector>

#include "bench/load/histogram.hpp"

namespace passerby::load {

struct Slice {
    Histogram corrected{Histogram::coarse_bits};  // of requests meant to be sent in it
    std::uint64_t intended = 0;
    std::uint64_t answered = 0;  // in it, rightly
    std::uint64_t failed = 0;    // of those meant to be sent in it
    Nanoseconds lag = 0;         // our own greatest

    void merge(const Slice& other);
};

class Slices {
  public:
    // Times are since the start; what lies outside is not counted.
    Slices(Nanoseconds from, Nanoseconds to, Nanoseconds length);

    Slice* at(Nanoseconds time);
    // We were not there until `time`, for so long.
    void note_lag(Nanoseconds time, Nanoseconds lag);
    void merge(const Slices& other);

    const std::vector<Slice>& all() const { return slices_; }
    Nanoseconds length() const { return length_; }

    // Those slices where our own lag was not above the bound, of all in which something was to be sent.
    struct Kept {
        std::size_t slices = 0, of = 0;
        Histogram corrected{Histogram::coarse_bits};
    };
    Kept kept(Nanoseconds lag_max) const;

  private:
    std::size_t index_of(Nanoseconds time);

    Nanoseconds from_, to_, length_;
    std::vector<Slice> slices_;
    Nanoseconds last_begin_;  // where the last question fell: so do most
    std::size_t last_index_ = 0;
};

}  // namespace passerby::load
