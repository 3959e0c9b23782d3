// A broken promise of ours ends the process, in release too: a wrong answer is worse than none.
#pragma once

namespace passerby::engine {

[[noreturn]] void broken_promise(const char* promise, const char* file, int line);

// `promise` says what should have been true, in words. The place is that of the call (std::source_location
// would say so too, but the compilers of the fuzz and WebAssembly builds have none).
inline void ensure(bool holds, const char* promise, const char* file = __builtin_FILE(),
                   int line = __builtin_LINE()) {
    if (!holds) [[unlikely]] { broken_promise(promise, file, line); }
}

}  // namespace passerby::engine
