#include "tests/server/serving/heap_counter.hpp"

#include <malloc.h>

#include <atomic>
#include <cerrno>
#include <cstdint>

// The heap itself, under the names that the C library keeps for those who replace the others.
extern "C" {
void* __libc_malloc(std::size_t);
void* __libc_calloc(std::size_t, std::size_t);
void* __libc_realloc(void*, std::size_t);
void* __libc_memalign(std::size_t, std::size_t);
void __libc_free(void*);
}

namespace {

constinit thread_local std::size_t asked = 0;
constinit std::atomic<std::size_t> in_use{0};

void* taken(void* memory) {
    ++asked;
    in_use += malloc_usable_size(memory);
    return memory;
}
void given_back(void* memory) {
    in_use -= malloc_usable_size(memory);
}

}  // namespace

extern "C" {
void* malloc(std::size_t bytes) {
    return taken(__libc_malloc(bytes));
}
void* calloc(std::size_t count, std::size_t bytes) {
    return taken(__libc_calloc(count, bytes));
}
void* realloc(void* memory, std::size_t bytes) {
    given_back(memory);
    return taken(__libc_realloc(memory, bytes));
}
void* memalign(std::size_t alignment, std::size_t bytes) {
    return taken(__libc_memalign(alignment, bytes));
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
    return memalign(alignment, bytes);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) {
    *memory = memalign(alignment, bytes);
    return *memory == nullptr ? ENOMEM : 0;
}
void free(void* memory) {
    given_back(memory);
    __libc_free(memory);
}
}

namespace passerby {

std::size_t asked_by_this_thread() {
    return asked;
}
std::size_t bytes_in_use() {
    return in_use;
}

}  // namespace passerby
