// Of the program alone, in place of the library's operator delete: what threads that serve visitors give back
// is overwritten first, whatever it was and whoever took it: a buffer that grew, a list of the engine's, what
// an operator's question was answered from.
//
// A warm server takes and gives back nothing for a request, so this costs it nothing. Buffers that stay are
// overwritten by their owners.
#include <malloc.h>
#include <string.h>

#include <cstdlib>
#include <new>

#include "server/process.hpp"

namespace {

void give_back(void* memory) noexcept {
    if (memory != nullptr && passerby::process::this_thread_wipes()) {
        ::explicit_bzero(memory, ::malloc_usable_size(memory));
    }
    std::free(memory);
}

}  // namespace

void operator delete(void* memory) noexcept {
    give_back(memory);
}
void operator delete[](void* memory) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    give_back(memory);
}
void operator delete(void* memory, const std::nothrow_t&) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, const std::nothrow_t&) noexcept {
    give_back(memory);
}
void operator delete(void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    give_back(memory);
}
void operator delete[](void* memory, std::align_val_t, const std::nothrow_t&) noexcept {
    give_back(memory);
}
