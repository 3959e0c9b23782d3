// Nor can one be made from a text.
// refused: protected|private
#include "server/log.hpp"

using namespace passerby;

LogFile name(std::string_view text, const Options& options) {
#ifdef MISUSE
    return LogFile(text);
#else
    return text.empty() ? LogFile() : LogFile::places(options);
#endif
}
