// A broken promise of ours ends the process, in release too: a wrong answer is worse than none.
#pragma once

#include <source_location>

namespace passerby::engine {

[[noreturn]] void broken_promise(const char* promise, std::source_location where);

// `promise` says what should have been true, in words.
inline void ensure(bool holds, const char* promise,
                   std::source_location where = std::source_location::current()) {
    if (!holds) [[unlikely]] { broken_promise(promise, where); }
}

}  // namespace passerby::engine
