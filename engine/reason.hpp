// Why a choice was made, and what became of every rule that was looked at. The names are the answer's.
#pragma once

#include <cstdint>
#include <string_view>

namespace passerby::engine {

enum class Reason : std::uint8_t {
    targeting_match,  // one outcome was left
    split,            // a draw by weight decided between two or more outcomes
    fallback,         // no rule: the slot's own content
};

enum class Outcome : std::uint8_t {
    matched,           // it won a place
    failed,            // a test was false
    unknown,           // a test asked a signal that is not known
    outranked,         // it held; another was chosen
    outside_schedule,  // not yet, or no longer
    capped,            // it held; the visitor's device has used up what it shows
    over_budget,
    disabled,
    excluded,  // it held; what it shows is taken, or of a group that is
};

constexpr std::string_view name_of(Reason reason) {
    switch (reason) {
        case Reason::targeting_match: return "TARGETING_MATCH";
        case Reason::split: return "SPLIT";
        case Reason::fallback: return "DEFAULT";
    }
    return {};
}

constexpr std::string_view name_of(Outcome outcome) {
    switch (outcome) {
        case Outcome::matched: return "MATCHED";
        case Outcome::failed: return "FAILED";
        case Outcome::unknown: return "UNKNOWN";
        case Outcome::outranked: return "OUTRANKED";
        case Outcome::outside_schedule: return "OUTSIDE_SCHEDULE";
        case Outcome::capped: return "CAPPED";
        case Outcome::over_budget: return "OVER_BUDGET";
        case Outcome::disabled: return "DISABLED";
        case Outcome::excluded: return "EXCLUDED";
    }
    return {};
}

}  // namespace passerby::engine
