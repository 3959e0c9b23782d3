#include "server/http/wipe.hpp"

#include <array>

#include "server/http/limits.hpp"

namespace passerby::http {

[[gnu::noinline]] void wipe_stack() {
    std::array<char, limits::stack_bytes> left;
    wipe(left);
}

}  // namespace passerby::http
