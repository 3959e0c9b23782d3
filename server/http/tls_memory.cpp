#include "server/http/tls_memory.hpp"

#include <malloc.h>
#include <openssl/crypto.h>
#include <string.h>

#include <cstdlib>

namespace passerby::http {

namespace {

void* take(std::size_t size, const char*, int) {
    return std::malloc(size);
}

void give_back(void* memory, const char*, int) {
    if (memory == nullptr) return;
    ::explicit_bzero(memory, ::malloc_usable_size(memory));
    std::free(memory);
}

// Never in place nor by the system's hand, which would leave the old bytes where they were.
void* take_again(void* memory, std::size_t size, const char* file, int line) {
    if (size == 0) return give_back(memory, file, line), nullptr;
    void* const larger = std::malloc(size);
    if (larger == nullptr || memory == nullptr) return larger;
    const std::size_t had = ::malloc_usable_size(memory);
    ::memcpy(larger, memory, had < size ? had : size);
    give_back(memory, file, line);
    return larger;
}

}  // namespace

bool wipe_freed_tls_memory() {
    return ::CRYPTO_set_mem_functions(take, take_again, give_back) == 1;
}

}  // namespace passerby::http
