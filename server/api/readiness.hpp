// What `/readyz` tells: which rules are in force since when, how the last reload went, whether the server
// drains. Written by the control thread, read by all; behind a lock, as nobody asks often.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/instant.hpp"
#include "rules/issue.hpp"

namespace passerby::api {

// Where probes ask, on both listeners: whether the process answers, whether it is ready.
inline constexpr std::string_view health_path = "/healthz", readiness_path = "/readyz";

class Readiness {
  public:
    // A rule set went into force.
    void published(std::string revision, std::size_t rule_count, engine::Instant at);
    // The rules in force were read again and are still right: nothing changed.
    void confirmed(engine::Instant at);
    // What was read was refused; what was in force stays.
    void refused(engine::Instant at, std::vector<rules::Issue> issues);
    void drain();

    bool ready() const;
    std::optional<engine::Instant> loaded_at() const;
    // Whether what was read last was refused, so that older rules are in force than those that are there.
    bool refused() const;
    // The same in a line for people.
    std::string summary() const;
    // Appends the JSON body.
    void write(std::string& out) const;

  private:
    struct Reload {
        engine::Instant at;
        bool refused = false;
        std::vector<rules::Issue> issues;
    };

    mutable std::mutex guard_;
    std::string revision_;
    std::size_t rule_count_ = 0;
    std::optional<engine::Instant> loaded_at_;  // absent: nothing is in force yet
    std::optional<Reload> last_reload_;
    bool draining_ = false;
};

}  // namespace passerby::api
