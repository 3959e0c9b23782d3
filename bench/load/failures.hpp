// The ways in which a request can fail, by the names that reports have for them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace passerby::load {

enum class Failure : std::uint8_t {
    refused,            // nobody listens there
    unreachable,        // connecting failed otherwise
    handshake,          // TLS was not agreed on, or the server is not whom we trust
    reset,              // the connection broke
    closed,             // the server closed it before it had answered
    timeout,            // no answer in time
    malformed,          // an answer that is no HTTP
    unexpected_status,  // an answer, but not one of those that are right
    wrong_body,         // an answer that says something else than expected
    unsent,             // no connection was free for it until the end
    count
};

inline constexpr std::array<std::string_view, static_cast<std::size_t>(Failure::count)> failure_names{
    "refused", "unreachable", "handshake",         "reset",      "closed",
    "timeout", "malformed",   "unexpected_status", "wrong_body", "unsent"};

class FailureCounts {
  public:
    void add(Failure failure) { ++counts_[static_cast<std::size_t>(failure)]; }
    void merge(const FailureCounts& other) {
        for (std::size_t i = 0; i < counts_.size(); ++i) { counts_[i] += other.counts_[i]; }
    }
    std::uint64_t operator[](Failure failure) const { return counts_[static_cast<std::size_t>(failure)]; }
    std::uint64_t total() const {
        std::uint64_t sum = 0;
        for (const std::uint64_t count : counts_) { sum += count; }
        return sum;
    }

  private:
    std::array<std::uint64_t, static_cast<std::size_t>(Failure::count)> counts_{};
};

}  // namespace passerby::load
