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

inline bool leads_somewhere(const Footprint& footprint) {
    return footprint.value_count > 0 && footprint.frequency <= frequency_max;
}

// With regard to how many values there are to choose from; only of those for which `may_be(Footprint)`.
template <class MayBe>
std::optional<Ask> rarest_ask(std::span<const Ask> asks, const Footprints& footprints, MayBe&& may_be) {
    std::optional<Ask> best;
    float best_price = std::numeric_limits<float>::infinity();
    for (const Ask ask : asks) {
        const Footprint& footprint = footprints.of(ask);
        if (!may_be(footprint)) { continue; }
        const float price =
            footprint.frequency * (1 + price_of_entry * static_cast<float>(footprint.value_count));
        if (price < best_price) {
            best = ask;
            best_price = price;
        }
    }
    return best;
}

// Nothing, if all are frequent.
inline std::optional<Ask> rarest_ask(std::span<const Ask> asks, const Footprints& footprints) {
    return rarest_ask(asks, footprints, leads_somewhere);
}

}  // namespace passerby::engine
