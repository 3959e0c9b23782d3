// What can be shown: one entry of `content`.
#pragma once

#include "engine/rule_set.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class ContentReader {
  public:
    explicit ContentReader(Reading& reading)
        : reading_(reading), report_(reading.report), scalars_(report_) {}

    engine::Content read(Node id, Node node);

  private:
    void read_data(Node value);
    void read_exclusive(Node value);
    void read_cap(Node value);
    void read_times(Node value);
    void read_per(Node value);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    engine::Content content_;  // the one at hand
    engine::Cap cap_;
};

}  // namespace passerby::rules
