// The moments of the workload: what visits would send.
#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>

#include "bench/workload.hpp"
#include "bench/workload_values.hpp"
#include "engine/limits.hpp"

namespace passerby::bench {

using namespace engine;

namespace {

template <std::size_t count>
std::string one_of(const std::array<std::string_view, count>& all, Chance& chance) {
    return std::string(all[below(chance, count)]);
}

std::vector<std::string> several(const Ranked& all, std::size_t wanted, Chance& chance) {
    std::vector<std::string> drawn;
    for (std::size_t i = 0; i < wanted; ++i) { drawn.push_back(all.draw(chance)); }
    return drawn;
}

double whole(Extent extent, Chance& chance) {
    return extent.min +
           static_cast<double>(below(chance, static_cast<std::size_t>(extent.max - extent.min) + 1));
}

// To the cent, as prices are.
double fraction(Extent extent, Chance& chance) {
    return std::floor((extent.min + chance.share() * (extent.max - extent.min)) * 100) / 100;
}

void add_usual_facts(Moment& moment, Chance& chance) {
    const Values& all = values();
    moment.facts = {
        {signals::location_country, all.country.draw(chance)},
        {signals::location_region, all.region.draw(chance)},
        {signals::device_type, one_of(device_types, chance)},
        {signals::device_os, one_of(device_systems, chance)},
        {signals::device_browser, one_of(device_browsers, chance)},
        {signals::page_language, all.language.draw(chance)},
        {signals::page_section, all.section.draw(chance)},
        {signals::page_type, std::string("article")},
        {signals::page_topics, several(all.topic, 1 + below(chance, 5), chance)},
        {signals::page_keywords, several(all.keyword, 2 + below(chance, 7), chance)},
        {signals::behaviour_pages_viewed, whole(pages_viewed, chance)},
        {signals::behaviour_cart_value, fraction(cart_value, chance)},
    };
}

// Those that only the rule sets made to hurt ask for; drawn apart, so that the usual ones stay as they are.
void add_further_facts(Moment& moment, Chance& chance) {
    moment.facts.emplace_back(signals::page_referrer, one_of(referrers, chance));
    moment.facts.emplace_back(signals::behaviour_returning, below(chance, 2) == 1);
    moment.facts.emplace_back(signals::behaviour_subscriber, below(chance, 2) == 1);
    moment.facts.emplace_back(signals::behaviour_cart_items, whole(cart_items, chance));
    moment.facts.emplace_back(signals::behaviour_minutes_on_site, fraction(minutes_on_site, chance));
    moment.facts.emplace_back(signals::behaviour_visits, whole(visits, chance));
    moment.facts.emplace_back(signals::behaviour_days_since_purchase, whole(days_since_purchase, chance));
}

}  // namespace

std::vector<Moment> make_moments(std::size_t count, std::uint64_t seed) {
    Chance usual(mix64(seed ^ 0x6d6f6d656e7473u)), further(mix64(seed ^ 0x66757274686572u));
    std::vector<Moment> moments(count);
    for (Moment& moment : moments) {
        const std::chrono::minutes into_week(below(usual, 7 * 24 * 60));
        moment.now = Instant{std::chrono::seconds{1'800'000'000}} + into_week;
        moment.bucket = static_cast<std::uint8_t>(below(usual, limits::buckets));
        add_usual_facts(moment, usual);
        add_further_facts(moment, further);
    }
    return moments;
}

void Moment::offer(Signals& signals) const {
    std::array<std::string_view, limits::set_members_max> members;
    for (const auto& [id, value] : facts) {
        std::visit(
            [&, signal = id](const auto& held) {
                using Held = std::decay_t<decltype(held)>;
                if constexpr (std::is_same_v<Held, std::vector<std::string>>) {
                    std::copy(held.begin(), held.end(), members.begin());
                    signals.offer(signal, std::span<const std::string_view>(members).first(held.size()));
                } else if constexpr (std::is_same_v<Held, std::string>) {
                    signals.offer(signal, std::string_view(held));
                } else {
                    signals.offer(signal, held);
                }
            },
            value);
    }
}

std::size_t Moment::byte_sum() const {
    std::size_t sum = 0;
    const auto add = [&](const std::string& text) {
        for (const char letter : text) { sum += static_cast<unsigned char>(letter); }
    };
    for (const auto& fact : facts) {
        if (const auto* const text = std::get_if<std::string>(&fact.second)) { add(*text); }
        const auto* const members = std::get_if<std::vector<std::string>>(&fact.second);
        if (members != nullptr) { std::for_each(members->begin(), members->end(), add); }
        sum += fact.first;
    }
    return sum;
}

ConsentSignals full_consent(Instant now) {
    ConsentSignals consent;
    consent.own = OwnConsent{};
    consent.own->said.fill(OwnConsent::Said::yes);
    consent.own->at = now;
    return consent;
}

}  // namespace passerby::bench
