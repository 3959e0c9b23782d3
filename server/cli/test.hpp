// `passerby test`: runs the rule set's own tests, and says what they leave untried.
#pragma once

#include "server/cli/rule_files.hpp"
#include "server/cli/terminal.hpp"

namespace passerby::cli {

struct TestFlags {
    Paths paths;
    bool coverage = false;
};

Exit test(const TestFlags& flags);

}  // namespace passerby::cli
