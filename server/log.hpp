// Log lines on stderr: a closed set of events, each with fields from a closed list.
//
// There is no way to log a text of one's own, and what a client sent does not compile here (log_fields.hpp,
// tests/misuse). May be used by any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "server/log_fields.hpp"
#include "server/options.hpp"

namespace passerby {

enum class Event : std::uint8_t {
    started,
    rules_published,
    rules_unchanged,
    rules_refused,
    setting_without_effect,
    few_descriptors,
    certificate_loaded,
    certificate_refused,
    certificate_doubtful,
    place_file_loaded,
    place_file_refused,
    draining,
    drain_cut_short,
    stopped,
};

class Log {
  public:
    using Settings = decltype(Options::log);

    explicit Log(const Settings& settings) : settings_(settings) {}

    void write(Event event, const LogFields& fields = {}) const;
    // The line itself, for tests.
    std::string format(Event event, const LogFields& fields, std::chrono::sys_seconds now) const;

  private:
    const Settings settings_;
};

}  // namespace passerby
