// Neither as a string, by whatever name it goes.
// refused: could not convert|no known conversion|cannot convert|no matching
#include <string>

#include "server/log.hpp"

using namespace passerby;

void tell(const Log& log, const std::string& said, const live::Reload& reload) {
#ifdef MISUSE
    log.write(Event::rules_refused, {.code = said});
#else
    log.write(Event::rules_refused, {.code = LogCode::first_of(reload), .count = said.size()});
#endif
}
