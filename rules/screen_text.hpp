// Text for a terminal: how many columns a character takes, and which ones must not get there.
#pragma once

#include <string>
#include <string_view>

namespace passerby::rules {

// One character as a terminal shows it.
struct ScreenCharacter {
    std::string text;   // what to print: a tab is spaces, what could steer a terminal is U+FFFD
    std::size_t width;  // in columns: 0, 1 or 2; a tab its spaces
    std::size_t bytes;  // of the source
};

// The first character of a text that is not empty, UTF-8 or not.
ScreenCharacter screen_character(std::string_view text);

// The whole text with everything that could steer a terminal replaced, line breaks too.
std::string for_screen(std::string_view text);

}  // namespace passerby::rules
