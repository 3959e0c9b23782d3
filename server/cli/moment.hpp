// `--now`, and what stands in for it.
#pragma once

#include <optional>
#include <string>

#include "engine/instant.hpp"
#include "engine/zone.hpp"

namespace passerby::cli {

engine::Instant system_now();

// What a `--now` means in that zone; the system's clock where it was not given. Nothing: it is malformed.
std::optional<engine::Instant> read_now(const std::optional<std::string>& text, const engine::Zone& zone);

inline constexpr char malformed_now[] =
    "`--now` is not a time: write YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS], with Z or an offset or without";

}  // namespace passerby::cli
