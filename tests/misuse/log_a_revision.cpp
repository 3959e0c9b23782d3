// The revision of a log line is that of compiled rules: not one that a request named.
// refused: could not convert|no known conversion|cannot convert|no matching
#include "server/log.hpp"

using namespace passerby;

void tell(const Log& log, std::string_view manifest, const engine::RuleIndex& rules) {
#ifdef MISUSE
    log.write(Event::rules_published, {.revision = manifest});
#else
    log.write(Event::rules_published, {.revision = rules, .count = manifest.size()});
#endif
}
