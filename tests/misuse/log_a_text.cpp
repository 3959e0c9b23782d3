// A log line cannot carry a text that came at run time: its code is ours, or told by a table of ours.
// refused: not a constant expression
#include "server/log.hpp"

using namespace passerby;

void tell(const Log& log, const char* said) {
#ifdef MISUSE
    log.write(Event::few_descriptors, {.code = said});
#else
    log.write(Event::few_descriptors, {.code = "limits", .count = said == nullptr ? 0 : 1});
#endif
}
