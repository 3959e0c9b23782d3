#include "server/cli/terminal.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

namespace passerby::cli {

rules::Colour wants_colour(Stream stream) {
    const char* const no_colour = std::getenv("NO_COLOR");
    if (no_colour != nullptr && *no_colour != '\0') { return rules::Colour::off; }
    const int descriptor = stream == Stream::results ? STDOUT_FILENO : STDERR_FILENO;
    return ::isatty(descriptor) == 1 ? rules::Colour::on : rules::Colour::off;
}

void write_remark(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stderr);
}

void remark(std::string_view text) {
    write_remark("passerby: " + std::string(text) + "\n");
}

Exit refuse(std::string_view text) {
    remark(text);
    return Exit::useless;
}

void print(std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), stdout);
}

void flush_results() {
    std::fflush(stdout);
}

Exit finish(Exit wished) {
    if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) { return wished; }
    return refuse("cannot write the results");
}

}  // namespace passerby::cli
