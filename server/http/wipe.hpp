// Overwrites bytes that held a visitor's request, in a way the compiler does not leave out.
#pragma once

#include <string.h>

#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace passerby::http {

inline void wipe(std::span<char> bytes) {
    if (!bytes.empty()) ::explicit_bzero(bytes.data(), bytes.size());
}

// What the functions that have returned left on the stack, below the caller's own frame: registers that held
// a request's bytes are put there as it pleases the compiler.
void wipe_stack();

// What the string holds now; what it held before it shrank must be wiped before it shrinks.
inline void wipe_and_clear(std::string& text) {
    wipe(std::span(text.data(), text.size()));
    text.clear();
}

// Memory that is wiped before it goes back, also when a buffer grows out of it.
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class Other>
    WipingAllocator(const WipingAllocator<Other>&) {}
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* memory, std::size_t count) {
        ::explicit_bzero(memory, count * sizeof(T));
        std::allocator<T>().deallocate(memory, count);
    }
    friend bool operator==(const WipingAllocator&, const WipingAllocator&) { return true; }
};

using PrivateBytes = std::vector<char, WipingAllocator<char>>;

}  // namespace passerby::http
