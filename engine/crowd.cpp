#include "engine/crowd.hpp"

namespace passerby::engine {

std::size_t Crowd::bytes() const {
    std::size_t bytes = sizeof(Crowd) + entries.size() * sizeof(CrowdEntry) + stalls.size() * sizeof(Stall);
    for (const StallField& field : fields) { bytes += field.of_value.size() * sizeof(StallId); }
    return bytes;
}

}  // namespace passerby::engine
