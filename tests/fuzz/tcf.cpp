// Any bytes as a TC string; the first two say for which vendor.
#include <cstdint>

#include "engine/ensure.hpp"
#include "tests/server/wire/iab_laws.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace passerby;
    if (size < 2) { return 0; }
    const auto vendor = static_cast<wire::TcfVendorId>(data[0] << 8 | data[1]);
    const std::string_view text(reinterpret_cast<const char*>(data) + 2, size - 2);
    const std::string broken = wire::testing::broken_law_of_tcf(text, vendor);
    engine::ensure(broken.empty(), "what is true of every TC string is true of this one");
    return 0;
}
