#include "server/http/wipe.hpp"

#include <array>
#include <cstring>

#include "server/http/limits.hpp"

namespace passerby::http {

// Downwards from here, as far as anything but zeros is found: so it costs as much as there is to overwrite.
[[gnu::noinline]] void wipe_stack() {
    static constexpr std::array<char, 512> zeros{};
    std::array<char, limits::stack_bytes> left;
    asm volatile("" : "=m"(left));  // it holds whatever was there
    std::size_t clean_bytes = 0;
    for (std::size_t end = left.size(); end > 0 && clean_bytes < limits::clean_stack_bytes;
         end -= zeros.size()) {
        const std::span<char> block = std::span(left).subspan(end - zeros.size(), zeros.size());
        const bool clean = std::memcmp(block.data(), zeros.data(), zeros.size()) == 0;
        clean_bytes = clean ? clean_bytes + zeros.size() : 0;
        if (!clean) wipe(block);
    }
}

}  // namespace passerby::http
