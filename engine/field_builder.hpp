// Chooses the buckets of every field from all that the rules ask; lives only while a rule set is compiled.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/conjuncts.hpp"
#include "engine/fields.hpp"

namespace passerby::engine {

class FieldBuilder {
  public:
    FieldBuilder(const Program& program, const Vocabulary& vocabulary);

    void count(const Conjunct& conjunct, Clock clock);  // once for each conjunct of each rule
    Fields build();

  private:
    struct Asked {
        SignalId signal = 0;
        std::vector<std::uint32_t> times_listed;  // text: by SymbolId
        std::vector<double> cuts;                 // numbers: every end of every interval
    };
    static Field build_text(const Asked& asked);
    static Field build_numbers(Asked& asked);

    const Program& program_;
    const Vocabulary& vocabulary_;
    std::map<Column, Asked> asked_;
};

// The least number above: where an interval that includes its end is over.
double next_number(double value);

}  // namespace passerby::engine
