// A crowd: so many rules of one priority that the winner is drawn without listing who matches.
//
// Each rule stands in the stall of the rarest value that it asks for (in several, if any of several will do),
// like in a cluster; but rules are looked at one by one here, so that a stall is a row of entries, each with
// what tells most of those who do not hold on half a line of memory.
//
//   page.keywords  "derby" ──▶ stall 7: ▒▒▒▒▒▒▒▒
//                  "cup"   ──▶ stall 8: ▒▒
//   nothing rare asked     ──▶ stall 0: ▒▒▒▒▒▒▒▒▒▒▒▒
//
// Immutable after compile.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "engine/fields.hpp"
#include "engine/position.hpp"
#include "engine/rule_set.hpp"

namespace passerby::engine {

// Something that a rule asks, blurred into bits: where none of the request's is among them, it does not hold.
// Where one is, nothing is said.
class Glance {
  public:
    static constexpr std::uint32_t fields_max = 255;  // of the slot; one more stands for no field
    static constexpr std::uint32_t all_bits = (1u << 24) - 1;

    Glance() = default;
    Glance(std::uint32_t slot_field, std::uint32_t bits) : packed_(slot_field << 24 | bits) {}

    static std::uint32_t bit_of(const Field& field, Bucket bucket) {
        return 1u << (field.text ? bucket % 24u : bucket * 24u / field.buckets);
    }
    // `said`: the bits of the request by slot field, and all of them at fields_max.
    bool may_hold(const std::uint32_t* said) const { return (said[packed_ >> 24] & packed_ & all_bits) != 0; }

  private:
    std::uint32_t packed_ = ~0u;  // of no field
};

struct alignas(32) CrowdEntry {
    RuleId rule = 0;
    Position position : 31 = 0;
    bool elsewhere : 1 = false;     // the rule stands in several stalls
    float weight = 0;               // rounded up
    std::array<Glance, 5> glances;  // the most telling first

    bool may_hold(const std::uint32_t* said) const {
        for (const Glance glance : glances) {
            if (!glance.may_hold(said)) { return false; }
        }
        return true;
    }
};
static_assert(sizeof(CrowdEntry) == 32);

using StallId = std::uint32_t;

struct Stall {
    std::uint32_t first = 0, end = 0;  // entries, by position
    float weight_max = 0;              // of them
};

// The stalls of the values of a field.
struct StallField {
    std::uint32_t slot_field = 0;
    std::vector<StallId> of_value;  // no_stall where no rule goes by that value
};

struct Crowd {
    static constexpr StallId stall_of_all = 0;  // every request looks here
    static constexpr StallId no_stall = UINT32_MAX;

    Position first = 0, end = 0;
    std::size_t drawn_from = 0;       // so many entries: with fewer, listing the matches is quicker
    std::vector<CrowdEntry> entries;  // stall after stall
    std::vector<Stall> stalls;
    std::vector<StallField> fields;

    std::size_t bytes() const;
};

}  // namespace passerby::engine
