// Chooses the buckets of every field from all that the rules ask; lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/asked.hpp"
#include "engine/fields.hpp"

namespace passerby::engine {

class FieldBuilder {
  public:
    FieldBuilder(const Program& program, const Vocabulary& vocabulary);

    Fields build(const Asked& asked);

  private:
    // The end of an interval, and how many rules have it.
    struct Cut {
        double at;
        std::uint32_t times;
    };
    struct Wish {
        SignalId signal = 0;
        std::vector<std::uint32_t> times_listed;          // text: by SymbolId
        std::vector<Cut> cuts;                            // numbers: every end of every interval
        std::uint32_t times_asked = 0, times_barred = 0;  // … of which must not have a listed value
        bool set = false;
    };
    void count(Ask ask, std::uint32_t times);
    static Field build_text(const Wish& wish);
    static Field build_numbers(Wish& wish);
    static void add_cells(Field& field, bool whole);
    static std::vector<double> coarse_cuts(const std::vector<Cut>& cuts, std::uint64_t a_cell);

    const Program& program_;
    const Vocabulary& vocabulary_;
    std::vector<Wish> wishes_;  // by Column
};

// How many members a set has, as far as one can know beforehand.
inline constexpr float members_usual = 4;

// The least value of the signal beyond an interval, which includes its end.
double end_of(const Interval& interval, bool whole);

}  // namespace passerby::engine
