// What is known of the visits to websites in general, each with its source: the shares that signals' values
// have where the configuration tells none. A site may differ a good deal, and says so under `shares:`.
//
// An interval spans what the sources said; the likeliest is the latest. What they say nothing of has no row:
// of paths, sections, topics, baskets or cities of websites in general nothing is known.
#pragma once

#include <span>
#include <string_view>

#include "engine/vocabulary.hpp"
#include "rules/share.hpp"

namespace passerby::rules {

struct WorldShare {
    engine::SignalId signal;
    std::string_view value;
    Share share;
};

// Devices, their systems and browsers.
std::span<const WorldShare> world_shares();
// Countries, by those who use the internet.
std::span<const WorldShare> world_shares_of_countries();

}  // namespace passerby::rules
