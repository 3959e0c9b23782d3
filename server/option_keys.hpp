// The table of all keys of the configuration: name, shape, and how a value gets into the Options.
#pragma once

#include <span>
#include <string_view>

#include "server/option_values.hpp"
#include "server/options.hpp"

namespace passerby {

struct OptionKey {
    enum class Shape : std::uint8_t { value, list };
    std::string_view path;  // `limits.drain`
    Shape shape;
    // One value; of a list, each item in turn.
    option_values::Complaint (*take)(Options& options, std::string_view text);
    // Of a list: forgets what is there, as what is given replaces it.
    void (*clear)(Options& options) = nullptr;
};

std::span<const OptionKey> option_keys();

}  // namespace passerby
