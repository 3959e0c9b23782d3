// `passerby decide`: one request a line in, one answer a line out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "server/cli/rule_files.hpp"
#include "server/cli/terminal.hpp"

namespace passerby::cli {

struct DecideFlags {
    Paths rules;
    std::optional<std::string> now;
    std::optional<std::uint64_t> seed;  // absent: of chance
    bool matches = false;
    bool explain = false;
    std::string file = "-";
};

Exit decide(const DecideFlags& flags);

}  // namespace passerby::cli
