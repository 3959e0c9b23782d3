// A Context cannot be made of bytes.
// refused: no matching function for call to .*bit_cast
#include <array>
#include <bit>
#include <cstddef>

#include "engine/context.hpp"

using namespace passerby::engine;

struct Plain {
    std::array<std::byte, sizeof(Context)> bytes;
};

#ifdef MISUSE
using Forged = Context;
#else
using Forged = Plain;
#endif

std::size_t size(const std::array<std::byte, sizeof(Context)>& bytes) {
    return sizeof(std::bit_cast<Forged>(bytes));
}
