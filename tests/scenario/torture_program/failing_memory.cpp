// Linked into the program in place of the system's allocator: memory that runs out when a test says so.
//
// The test and the program share a page: the file that PASSERBY_TORTURE names. While `armed`, allocations are
// counted, in all threads; the `fail_at`-th and the `span - 1` after it fail. With sanitizers, which have an
// allocator of their own, only operator new and OpenSSL's allocations can fail; else everything that asks
// malloc.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdint>
#include <new>

#include "server/cli/command_line.hpp"

namespace {

struct Control {
    std::atomic<std::int64_t> armed, fail_at, span, count, failed;
};

Control idle;
Control* control = &idle;

bool fails() {
    if (control->armed.load(std::memory_order_relaxed) == 0) { return false; }
    const std::int64_t number = ++control->count;
    const std::int64_t first = control->fail_at.load(std::memory_order_relaxed);
    if (first == 0 || number < first || number >= first + control->span.load(std::memory_order_relaxed)) {
        return false;
    }
    ++control->failed;
    return true;
}

}  // namespace

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)

extern "C" int CRYPTO_set_mem_functions(void* (*)(std::size_t, const char*, int),
                                        void* (*)(void*, std::size_t, const char*, int),
                                        void (*)(void*, const char*, int));

namespace {

void* plain_allocate(std::size_t bytes) {
    return std::malloc(bytes);
}
void* plain_allocate(std::size_t bytes, std::size_t alignment) {
    return std::aligned_alloc(alignment, (bytes + alignment - 1) / alignment * alignment);
}

void fail_openssl_too() {
    CRYPTO_set_mem_functions(
        [](std::size_t bytes, const char*, int) { return fails() ? nullptr : std::malloc(bytes); },
        [](void* memory, std::size_t bytes, const char*, int) {
            return fails() ? nullptr : std::realloc(memory, bytes);
        },
        [](void* memory, const char*, int) { std::free(memory); });
}

}  // namespace

#else

extern "C" {
void* __libc_malloc(std::size_t bytes);
void* __libc_calloc(std::size_t count, std::size_t bytes);
void* __libc_realloc(void* memory, std::size_t bytes);
void* __libc_memalign(std::size_t alignment, std::size_t bytes);

void* malloc(std::size_t bytes) {
    return fails() ? (errno = ENOMEM, nullptr) : __libc_malloc(bytes);
}
void* calloc(std::size_t count, std::size_t bytes) {
    return fails() ? (errno = ENOMEM, nullptr) : __libc_calloc(count, bytes);
}
void* realloc(void* memory, std::size_t bytes) {
    return fails() ? (errno = ENOMEM, nullptr) : __libc_realloc(memory, bytes);
}
void* aligned_alloc(std::size_t alignment, std::size_t bytes) {
    return fails() ? (errno = ENOMEM, nullptr) : __libc_memalign(alignment, bytes);
}
int posix_memalign(void** memory, std::size_t alignment, std::size_t bytes) {
    *memory = fails() ? nullptr : __libc_memalign(alignment, bytes);
    return *memory == nullptr ? ENOMEM : 0;
}
}

namespace {

void* plain_allocate(std::size_t bytes) {
    return __libc_malloc(bytes);
}
void* plain_allocate(std::size_t bytes, std::size_t alignment) {
    return __libc_memalign(alignment, bytes);
}
void fail_openssl_too() {}

}  // namespace

#endif

namespace {

void share_control() {
    fail_openssl_too();
    const char* path = ::getenv("PASSERBY_TORTURE");
    const int file = path == nullptr ? -1 : ::open(path, O_RDWR | O_CLOEXEC);
    if (file < 0) { return; }
    void* page = ::mmap(nullptr, sizeof(Control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (page != MAP_FAILED) { control = static_cast<Control*>(page); }
    ::close(file);
}

template <class... Sizes>
void* allocate(Sizes... sizes) {
    void* memory = fails() ? nullptr : plain_allocate(sizes...);
    if (memory == nullptr) { throw std::bad_alloc(); }
    return memory;
}

template <class... Sizes>
void* try_to_allocate(Sizes... sizes) {
    return fails() ? nullptr : plain_allocate(sizes...);
}

constexpr std::size_t number(std::align_val_t alignment) {
    return static_cast<std::size_t>(alignment);
}

}  // namespace

void* operator new(std::size_t bytes) {
    return allocate(bytes);
}
void* operator new[](std::size_t bytes) {
    return allocate(bytes);
}
void* operator new(std::size_t bytes, std::align_val_t alignment) {
    return allocate(bytes, number(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment) {
    return allocate(bytes, number(alignment));
}
void* operator new(std::size_t bytes, const std::nothrow_t&) noexcept {
    return try_to_allocate(bytes);
}
void* operator new[](std::size_t bytes, const std::nothrow_t&) noexcept {
    return try_to_allocate(bytes);
}
void* operator new(std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return try_to_allocate(bytes, number(alignment));
}
void* operator new[](std::size_t bytes, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return try_to_allocate(bytes, number(alignment));
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t, std::align_val_t) noexcept {
    std::free(memory);
}

// As server/main.cpp, once memory can fail; what the library of options makes before main is not ours to
// mend.
int main(int argc, char** argv) {
    share_control();
    return passerby::cli::run(argc, argv);
}
