// Whether a file of places holds together, before the library sees it: each record of its tree leads
// somewhere, and each value that can be reached ends within the file and is not nested without end.
//
// The library follows what a file says; of lists within lists by the million, for one, it does not come back.
#pragma once

#include <span>

namespace passerby::place {

bool is_sound(std::span<const unsigned char> file);

}  // namespace passerby::place
