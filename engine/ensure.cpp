#include "engine/ensure.hpp"

#include <cstdio>
#include <cstdlib>

namespace passerby::engine {

void broken_promise(const char* promise, const char* file, int line) {
    std::fprintf(stderr, "passerby: broken promise: %s (%s:%d)\n", promise, file, line);
    std::abort();
}

}  // namespace passerby::engine
