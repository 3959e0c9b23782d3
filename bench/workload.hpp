// The seeded workload of the benchmarks: rule sets and moments as an ad server sees them.
//
// 13 attributes: country (200, Zipf), region (2,000), device type, os and browser, language (40), hour and
// weekday, section (50), topics (400, Zipf, several), keywords (5,000, Zipf, several), a whole and a
// fractional range; 2–6 tests a rule (4.8 on average), 9.4 % of them negated; 4 slots; 24-bit priorities.
// The same seed gives the same rules and moments on every machine: no distribution of the standard library
// is used.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "engine/chance.hpp"
#include "engine/consent.hpp"
#include "engine/rule_set.hpp"
#include "engine/signal.hpp"

namespace passerby::bench {

enum class Kind : std::uint8_t {
    dense,   // a moment matches about 0.4 % of the rules
    sparse,  // about 0.002 %
    flat,    // dense, every rule of priority 0 and random weight
    none,    // dense, but every rule also asks for a section that no moment has
};

std::string_view name_of(Kind kind);

engine::RuleSet make_rule_set(Kind kind, std::size_t rules, std::uint64_t seed);

// What one visit would send: texts, sets and numbers by signal.
struct Moment {
    using Value = std::variant<double, std::string, std::vector<std::string>>;
    std::vector<std::pair<engine::SignalId, Value>> facts;
    engine::Instant now;
    std::uint8_t bucket = 0;

    // The signals keep views of the moment's texts.
    void offer(engine::Signals& signals) const;
};

std::vector<Moment> make_moments(std::size_t count, std::uint64_t seed);

// A visitor who permitted everything today, so that consent costs but withholds nothing.
engine::ConsentSignals full_consent(engine::Instant now);

}  // namespace passerby::bench
