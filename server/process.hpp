// What the process asks of the system once, before it serves.
#pragma once

#include <cstddef>
#include <cstdint>

namespace passerby::process {

// No core files, no debugger of another user: what is in memory stays there. A closed pipe is an error to
// be read, not a signal to die of.
void harden();

// From now on the calling thread has visitors' bytes in its hands: the program overwrites whatever memory it
// gives back (wiping_delete.cpp). Threads that load rules have none, and a million rules are much to
// overwrite.
void wipe_what_this_thread_frees();
bool this_thread_wipes();

// Raises the limit of open descriptors as far as it may go, up to `wanted`; tells what it is then.
std::size_t allow_descriptors(std::size_t wanted);

// How many descriptors are open now.
std::size_t count_descriptors();

// From now on no signal that asks the process to end or to reload interrupts its end. Of this thread, when it
// is the last but for those that it is about to join.
void end_in_peace();

// From the system's source of randomness.
std::uint64_t random_seed();

}  // namespace passerby::process
