// What a benchmark row says of itself, and the checksums by which rows of different matchers are compared.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace passerby::bench {

inline constexpr std::uint64_t workload_seed = 20'261'122;

// What a row says of itself; empty and zero members are left out.
struct Row {
    std::string what;      // "decision", "find_all", …
    std::string who;       // "passerby", "croaring"
    std::string workload;  // "dense", …
    std::size_t rules = 0;
    double bytes_per_rule = 0;
    double build_ns_per_rule = 0;
    std::string checksum;      // of the answers to the first `contexts_checked` contexts
    std::string checksum_all;  // … to all
    std::vector<std::pair<std::string, double>> further;  // numbers by their name in the report

    std::string name() const;
    std::string label() const;
};

// Peers that take milliseconds a call run this many contexts, so it is what all can be compared by.
inline constexpr std::size_t contexts_checked = 200;

std::string as_hex(std::uint64_t number);

// Order does not matter, each (context, rule) does.
class MatchChecksum {
  public:
    void add(std::size_t context, std::uint32_t rule);
    std::string of_checked() const { return as_hex(checked_); }
    std::string of_all() const { return as_hex(all_); }

  private:
    std::uint64_t checked_ = 0, all_ = 0;
};

}  // namespace passerby::bench
