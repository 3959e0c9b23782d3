// The file of a log line is one of the configuration's or of the rules': not whatever is called a file.
// refused: could not convert|no known conversion|cannot convert|no matching
#include "server/log.hpp"

using namespace passerby;

void tell(const Log& log, std::string_view file, const Options& options) {
#ifdef MISUSE
    log.write(Event::place_file_refused, {.file = file});
#else
    log.write(Event::place_file_refused, {.file = LogFile::places(options), .count = file.size()});
#endif
}
