// A condition: a mapping whose every entry holds. `all`, `any`, `not`, `segment`, and tests of signals.
#pragma once

#include <cstddef>

#include "engine/rule_set.hpp"
#include "rules/parse_test.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class ConditionReader {
  public:
    explicit ConditionReader(Reading& reading)
        : reading_(reading), report_(reading.report), scalars_(report_), tests_(reading) {}

    // Says everything that is wrong with it. `what` is what the author knows it as, e.g. "`when`".
    engine::Condition read(Node node, std::string_view what);

  private:
    void read_entry(Node key, Node value, std::vector<engine::Condition>& into);
    void read_list(Node key, Node list, std::vector<engine::Condition>& into);
    void read_negation(Node key, Node value, std::vector<engine::Condition>& into);
    void read_segments(Node key, Node value, std::vector<engine::Condition>& into);
    void add_segment(Node name, engine::Condition& into);
    void read_test(Node key, Node value, std::vector<engine::Condition>& into);
    engine::Condition make(engine::Condition::Kind kind, Node where) const;

    bool goes_deeper(Node key);
    bool is_condition(Node node, std::string_view what);
    void say_unknown(Node key, Node value);
    std::string hint_for_member(std::string_view member) const;
    std::string hint_for_signal(Node key, Node value);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    TestReader tests_;
    std::size_t depth_ = 0;  // of `all`, `any` and `not` around the entry at hand
};

}  // namespace passerby::rules
