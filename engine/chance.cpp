#include "engine/chance.hpp"

#include <numeric>

#include "engine/every_draw.hpp"

namespace passerby::engine {

std::size_t option_of(double share, std::span<const double> weights) {
    double left = share * std::accumulate(weights.begin(), weights.end(), 0.0);
    std::size_t drawn = 0;
    // Rounding may leave a crumb behind the last weight: the last one takes it.
    for (; drawn + 1 < weights.size() && left >= weights[drawn]; ++drawn) { left -= weights[drawn]; }
    return drawn;
}

std::size_t Chance::draw(std::span<const double> weights) {
    return every_ == nullptr ? option_of(share(), weights) : every_->draw(weights.size());
}

}  // namespace passerby::engine
