// Where a thing stands in the rule files, so that every answer can name its source.
#pragma once

#include <cstdint>

namespace passerby::engine {

struct Place {
    std::uint32_t file = 0;    // index into RuleSet::files
    std::uint32_t line = 0;    // from 1; 0: not from a file
    std::uint32_t column = 0;  // from 1, in code points

    friend bool operator==(const Place&, const Place&) = default;
};

}  // namespace passerby::engine
