// A place on a page that asks for content: one entry of `slots`.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/parse_condition.hpp"
#include "rules/parse_keys.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class SlotReader {
  public:
    explicit SlotReader(Reading& reading)
        : reading_(reading), report_(reading.report), scalars_(report_), conditions_(reading) {}

    engine::Slot read(Node id, Node node);

  private:
    void read_fallback(Node value);
    void read_count(Node value);
    void read_when(Node value);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    ConditionReader conditions_;
    engine::Slot slot_;  // the one at hand
};

}  // namespace passerby::rules
