// Events are a closed list.
// refused: cannot convert|could not convert
#include "server/log.hpp"

using namespace passerby;

void tell(const Log& log) {
#ifdef MISUSE
    log.write("visit");
#else
    log.write(Event::started);
#endif
}
