// What the workload's signals may hold, most frequent first, and how values are drawn.
// Only integer and IEEE arithmetic: the same seed draws the same on every machine.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/chance.hpp"

namespace passerby::bench {

inline constexpr std::array<std::string_view, 5> device_types{"desktop", "phone", "tablet", "tv", "bot"};
inline constexpr std::array<std::string_view, 7> device_systems{"windows", "macos",   "linux", "chromeos",
                                                                "ios",     "android", "other"};
inline constexpr std::array<std::string_view, 7> device_browsers{"chrome",  "safari", "firefox", "edge",
                                                                 "samsung", "opera",  "other"};
inline constexpr std::array<std::string_view, 6> referrers{"direct", "search",   "social",
                                                           "email",  "internal", "other"};

// Rank i is drawn in proportion to 1 / (i + 1).
class Zipf {
  public:
    explicit Zipf(std::size_t size);
    std::size_t draw(engine::Chance& chance) const;

  private:
    std::vector<double> sums_;
};

// Texts with their frequencies. Immutable.
struct Ranked {
    std::vector<std::string> texts;
    Zipf ranks;

    explicit Ranked(std::vector<std::string> all) : texts(std::move(all)), ranks(texts.size()) {}
    const std::string& draw(engine::Chance& chance) const { return texts[ranks.draw(chance)]; }
};

// The values of every open attribute.
struct Values {
    Ranked country, region, language, section, topic, keyword;
};
const Values& values();

// A number between what a visit may have, ends included.
struct Extent {
    double min, max;
};
inline constexpr Extent hours{0, 23}, weekdays{0, 6}, pages_viewed{0, 50}, cart_value{0, 500},
    cart_items{0, 20}, minutes_on_site{0, 120}, visits{0, 200}, days_since_purchase{0, 365};

// 0 … bound − 1, evenly.
std::size_t below(engine::Chance& chance, std::size_t bound);

std::string numbered(std::string_view word, std::size_t number);

}  // namespace passerby::bench
