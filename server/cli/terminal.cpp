#include "server/cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace passerby::cli {

bool wants_colour(Stream stream) {
    const char* const no_colour = std::getenv("NO_COLOR");
    if (no_colour != nullptr && *no_colour != '\0') { return false; }
    return ::isatty(stream == Stream::results ? STDOUT_FILENO : STDERR_FILENO) == 1;
}

void remark(std::string_view text) {
    std::fprintf(stderr, "passerby: %.*s\n", static_cast<int>(text.size()), text.data());
}

Exit refuse(std::string_view text) {
    remark(text);
    return Exit::useless;
}

bool print(std::string_view text) {
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size();
}

Exit finish(Exit wished) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) { return wished; }
    return refuse("cannot write the results");
}

}  // namespace passerby::cli
