#include "bench/load/histogram.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "engine/ensure.hpp"

namespace passerby::load {

namespace {

constexpr int value_bits = 42;
constexpr std::uint64_t value_max = (std::uint64_t{1} << value_bits) - 1;

}  // namespace

Histogram::Histogram(int precision_bits) : bits_(precision_bits) {}

// The bits below the leading `bits_ + 1` are dropped; every number of dropped bits has a run of its own.
std::size_t Histogram::index_of(std::uint64_t value) const {
    const int dropped = std::max(0, static_cast<int>(std::bit_width(value)) - (bits_ + 1));
    return (static_cast<std::size_t>(dropped) << bits_) + static_cast<std::size_t>(value >> dropped);
}

std::uint64_t Histogram::highest_of(std::size_t index) const {
    const std::size_t run = index >> bits_;
    if (run <= 1) { return index; }
    const std::size_t dropped = run - 1;
    const std::uint64_t leading = index - (dropped << bits_);
    return ((leading + 1) << dropped) - 1;
}

double Histogram::middle_of(std::size_t index) const {
    const std::uint64_t lowest = index == 0 ? 0 : highest_of(index - 1) + 1;
    return (static_cast<double>(lowest) + static_cast<double>(highest_of(index))) / 2;
}

void Histogram::add(Nanoseconds value) {
    const Nanoseconds bounded = std::clamp<Nanoseconds>(value, 0, static_cast<Nanoseconds>(value_max));
    if (counts_.empty()) { counts_.resize(index_of(value_max) + 1); }
    ++counts_[index_of(static_cast<std::uint64_t>(bounded))];
    min_ = count_ == 0 ? bounded : std::min(min_, bounded);
    max_ = std::max(max_, bounded);
    ++count_;
}

void Histogram::merge(const Histogram& other) {
    engine::ensure(bits_ == other.bits_, "histograms that are merged have one precision");
    if (other.count_ == 0) { return; }
    if (counts_.empty()) { counts_.resize(other.counts_.size()); }
    for (std::size_t i = 0; i < counts_.size(); ++i) { counts_[i] += other.counts_[i]; }
    min_ = count_ == 0 ? other.min_ : std::min(min_, other.min_);
    max_ = std::max(max_, other.max_);
    count_ += other.count_;
}

double Histogram::mean() const {
    double sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        sum += static_cast<double>(counts_[i]) * middle_of(i);
    }
    return count_ == 0 ? 0 : sum / static_cast<double>(count_);
}

double Histogram::deviation() const {
    const double middle = mean();
    double sum = 0;
    for (std::size_t i = 0; i < counts_.size(); ++i) {
        const double off = middle_of(i) - middle;
        sum += static_cast<double>(counts_[i]) * off * off;
    }
    return count_ == 0 ? 0 : std::sqrt(sum / static_cast<double>(count_));
}

Nanoseconds Histogram::at(double share) const {
    if (count_ == 0) { return 0; }
    const double wanted = std::ceil(std::clamp(share, 0.0, 1.0) * static_cast<double>(count_));
    const std::uint64_t rank = std::clamp<std::uint64_t>(static_cast<std::uint64_t>(wanted), 1, count_);
    std::uint64_t seen = 0;
    std::size_t index = 0;
    while ((seen += counts_[index]) < rank) { ++index; }
    return std::clamp(static_cast<Nanoseconds>(highest_of(index)), min_, max_);
}

std::uint64_t Histogram::count_until(Nanoseconds value) const {
    if (count_ == 0 || value < min_) { return 0; }
    if (value >= max_) { return count_; }
    const std::size_t last = index_of(static_cast<std::uint64_t>(value));
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i <= last; ++i) { seen += counts_[i]; }
    return seen;
}

}  // namespace passerby::load
