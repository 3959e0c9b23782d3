#include "server/cli/moment.hpp"

#include <chrono>

#include "server/api/inspect.hpp"

namespace passerby::cli {

engine::Instant system_now() {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
}

std::optional<engine::Instant> read_now(const std::optional<std::string>& text, const engine::Zone& zone) {
    if (!text) { return system_now(); }
    const auto written = engine::parse_time(*text);
    return written ? std::optional(api::moment_of(*written, zone)) : std::nullopt;
}

}  // namespace passerby::cli
