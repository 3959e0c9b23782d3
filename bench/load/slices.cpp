#include "bench/load/slices.hpp"

#include <algorithm>

namespace passerby::load {

void Slice::merge(const Slice& other) {
    corrected.merge(other.corrected);
    intended += other.intended;
    answered += other.answered;
    failed += other.failed;
    lag = std::max(lag, other.lag);
}

Slices::Slices(Nanoseconds from, Nanoseconds to, Nanoseconds length)
    : from_(from),
      to_(to),
      length_(length),
      slices_(static_cast<std::size_t>((to - from + length - 1) / length)),
      last_begin_(from) {}

std::size_t Slices::index_of(Nanoseconds time) {
    if (time < last_begin_ || time >= last_begin_ + length_) {
        last_index_ = static_cast<std::size_t>((time - from_) / length_);
        last_begin_ = from_ + static_cast<Nanoseconds>(last_index_) * length_;
    }
    return last_index_;
}

Slice* Slices::at(Nanoseconds time) {
    if (time < from_ || time >= to_) { return nullptr; }
    return &slices_[index_of(time)];
}

void Slices::note_lag(Nanoseconds time, Nanoseconds lag) {
    const Nanoseconds begin = std::max(time - lag, from_), end = std::min(time, to_ - 1);
    if (begin > end) { return; }
    for (std::size_t i = index_of(begin), last = index_of(end); i <= last; ++i) {
        slices_[i].lag = std::max(slices_[i].lag, lag);
    }
}

void Slices::merge(const Slices& other) {
    for (std::size_t i = 0; i < slices_.size(); ++i) { slices_[i].merge(other.slices_[i]); }
}

Slices::Kept Slices::kept(Nanoseconds lag_max) const {
    Kept kept;
    for (const Slice& slice : slices_) {
        if (slice.intended == 0) { continue; }
        ++kept.of;
        if (slice.lag > lag_max) { continue; }
        ++kept.slices;
        kept.corrected.merge(slice.corrected);
    }
    return kept;
}

}  // namespace passerby::load
