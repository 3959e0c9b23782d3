// Overwrites bytes that held a visitor's request, in a way the compiler does not leave out.
#pragma once

#include <string.h>

#include <span>
#include <string>

namespace passerby::http {

inline void wipe(std::span<char> bytes) {
    if (!bytes.empty()) ::explicit_bzero(bytes.data(), bytes.size());
}

// What the string holds now; what it held before it shrank must be wiped before it shrinks.
inline void wipe(std::string& text) {
    wipe(std::span(text.data(), text.size()));
}

}  // namespace passerby::http
