// Any bytes as a file of places: refused, or as good as any other; the library must survive what we let
// through.
#include <sys/mman.h>
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "server/place/atlas.hpp"

using namespace passerby::place;

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
    const int file = ::memfd_create("fuzz", MFD_CLOEXEC);
    if (::write(file, data, size) != static_cast<ssize_t>(size)) { std::abort(); }
    const auto loaded = Atlas::load("/proc/self/fd/" + std::to_string(file));
    ::close(file);
    if (!loaded.atlas) { return 0; }
    for (const char* text : {"9.9.9.9", "8.8.8.8", "8.9.1.1", "8.10.1.1", "13.1.1.1", "223.1.1.1",
                             "2a00:1450:4001::1", "3000::"}) {
        IpAddress address;
        Place place;
        if (!address.read(text)) { std::abort(); }
        if (loaded.atlas->find(address, place) == Found::place && place.country.empty()) { std::abort(); }
    }
    return 0;
}
