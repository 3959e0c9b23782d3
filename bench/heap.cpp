#include "bench/heap.hpp"

#include <malloc.h>

namespace passerby::bench {

std::size_t heap_bytes() {
    const struct mallinfo2 heap = mallinfo2();
    return heap.uordblks + heap.hblkhd;
}

void trim_heap() {
    malloc_trim(0);
}

void keep_heap() {
    mallopt(M_MMAP_THRESHOLD, 64 << 20);
    mallopt(M_TRIM_THRESHOLD, 256 << 20);
}

}  // namespace passerby::bench
