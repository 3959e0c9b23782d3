// `passerby explain`: what became of each rule of one slot, for people.
#pragma once

#include <optional>
#include <string>

#include "server/cli/rule_files.hpp"
#include "server/cli/terminal.hpp"

namespace passerby::cli {

struct ExplainFlags {
    Paths rules;
    std::string slot;
    std::optional<std::string> rule;  // only this one
    std::optional<std::string> now;
    std::string file = "-";
};

Exit explain(const ExplainFlags& flags);

}  // namespace passerby::cli
