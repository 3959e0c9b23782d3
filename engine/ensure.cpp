#include "engine/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace passerby::engine {

void broken_promise(const char* promise, std::source_location where) {
    std::fprintf(stderr, "passerby: broken promise: %s (%s:%u)\n", promise, where.file_name(), where.line());
    std::abort();
}

}  // namespace passerby::engine
