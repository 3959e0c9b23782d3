// What lives on this process' heap: how much a structure keeps is the difference that making it made.
#pragma once

#include <cstddef>

namespace passerby::bench {

// Bytes in use by this process' heap.
std::size_t heap_bytes();
// Gives what was freed back to the system, so that one row's rubbish is not the next one's.
void trim_heap();
// Keeps what is freed, for whoever makes and drops large pieces with every call.
void keep_heap();

}  // namespace passerby::bench
