// Log lines on stderr: a closed set of events, each with fields from a closed list.
//
// There is no way to log a text of one's own: nothing that a client sent can end up here. Names of files,
// revisions and codes come from rule authors and operators. May be used by any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

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

struct LogFields {
    std::string_view revision = {};
    std::string_view file = {};
    std::string_view code = {};  // of an issue; of a configuration's key; what a file has wrong
    std::optional<std::uint32_t> line = {};
    std::optional<std::uint64_t> count = {};
    std::optional<std::chrono::nanoseconds> duration = {};
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
