// What this program asks of its heap, by malloc and all that rests on it: operator new, libraries in C.
//
// Counted in the functions themselves, which this program replaces; so nothing gets by. Not with sanitizers,
// which replace them too.
#pragma once

#include <cstddef>

namespace passerby {

// How often the calling thread has asked for memory.
std::size_t asked_by_this_thread();
// What all threads have taken and not given back, as large as the heap made it.
std::size_t bytes_in_use();

}  // namespace passerby
