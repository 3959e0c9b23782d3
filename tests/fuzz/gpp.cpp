// Any bytes as a GPP string and as one of US Privacy.
#include <cstdint>

#include "engine/ensure.hpp"
#include "tests/server/wire/iab_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace passerby;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    engine::ensure(wire::testing::broken_law_of_gpp(text, 28).empty(),
                   "what is true of every GPP string is true of this one");
    engine::ensure(wire::testing::broken_law_of_us_privacy(text).empty(),
                   "what is true of every US Privacy string is true of this one");
    return 0;
}
