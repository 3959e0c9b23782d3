// The seeded workload of the benchmarks: rule sets and moments as an ad server sees them.
//
// 13 attributes: country (200, Zipf), region (2,000), device type, os and browser, language (40), hour and
// weekday, section (50), topics (400, Zipf, several), keywords (5,000, Zipf, several), a whole and a
// fractional range; 2–6 tests a rule (4.8 on average), 9.4 % of them negated; 4 slots; 24-bit priorities.
// Beside it rule sets made to hurt an index, see Kind. The same seed gives the same rules and moments on
// every machine: no distribution of the standard library is used.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "engine/chance.hpp"
#include "engine/consent.hpp"
#include "engine/rule_set.hpp"
#include "engine/signal.hpp"

namespace passerby::bench {

enum class Kind : std::uint8_t {
    dense,            // a moment matches about 0.4 % of the rules
    sparse,           // about 0.002 %
    flat,             // dense, every rule of priority 0 and random weight
    none,             // dense, but every rule also asks for a page type that no moment has
    low_cardinality,  // only signals of 2–7 values: no test is selective
    heavy_any,        // one plain test, the rest alternatives within alternatives
    all_negated,      // every test rules out about half of a signal's values
    all_range,        // only ranges of numbers
};

inline constexpr std::array all_kinds{Kind::dense,       Kind::sparse,          Kind::flat,
                                      Kind::none,        Kind::low_cardinality, Kind::heavy_any,
                                      Kind::all_negated, Kind::all_range};

std::string_view name_of(Kind kind);
std::optional<Kind> find_kind(std::string_view name);

// Rule i shows content i in one of four slots.
inline constexpr std::size_t workload_slots = 4;
engine::RuleSet make_rule_set(Kind kind, std::size_t rules, std::uint64_t seed);

// What one visit would send: texts, sets and numbers by signal. Knows every signal that a rule may ask for.
struct Moment {
    using Value = std::variant<double, bool, std::string, std::vector<std::string>>;
    std::vector<std::pair<engine::SignalId, Value>> facts;
    engine::Instant now;
    std::uint8_t bucket = 0;

    // The signals keep views of the moment's texts.
    void offer(engine::Signals& signals) const;
    // Of all facts: whoever has it has looked at every byte.
    std::size_t byte_sum() const;
};

std::vector<Moment> make_moments(std::size_t count, std::uint64_t seed);

// A visitor who permitted everything today, so that consent costs but withholds nothing.
engine::ConsentSignals full_consent(engine::Instant now);

}  // namespace passerby::bench
