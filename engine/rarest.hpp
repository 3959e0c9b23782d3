// The rarest thing that a rule asks for: what leads to it. Lives only while a rule set is compiled.
#pragma once

#include <limits>
#include <optional>
#include <span>

#include "engine/footprints.hpp"

namespace passerby::engine {

// What more requests than these ask for saves nothing.
inline constexpr float frequency_max = 0.25F;
// What standing in another place costs, against looks saved.
inline constexpr float price_of_entry = 0.125F;

// With regard to how many values there are to choose from; nothing, if all are frequent.
inline std::optional<Ask> rarest_ask(std::span<const Ask> asks, const Footprints& footprints) {
    std::optional<Ask> best;
    float best_price = std::numeric_limits<float>::infinity();
    for (const Ask ask : asks) {
        const Footprint& footprint = footprints.of(ask);
        if (footprint.value_count == 0 || footprint.frequency > frequency_max) { continue; }
        const float price =
            footprint.frequency * (1 + price_of_entry * static_cast<float>(footprint.value_count));
        if (price < best_price) {
            best = ask;
            best_price = price;
        }
    }
    return best;
}

}  // namespace passerby::engine
