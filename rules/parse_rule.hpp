// One rule: its condition, what it shows, and all that goes with it.
#pragma once

#include <array>

#include "engine/rule_set.hpp"
#include "rules/parse_condition.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_schedule.hpp"
#include "rules/parse_show.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

// Where parts of a rule stand, for remarks about them after reading.
struct RulePlaces {
    engine::Place show, until, budget;
};

class RuleReader {
  public:
    explicit RuleReader(Reading& reading)
        : reading_(reading),
          report_(reading.report),
          scalars_(report_),
          conditions_(reading),
          schedules_(reading),
          shows_(reading) {}

    struct Read {
        engine::Rule rule;
        RulePlaces places;
    };
    // Says everything that is wrong with it; what could not be read has its default.
    Read read(Node node);

  private:
    void read_id(Node value);
    void read_slot(Node value);
    void read_when(Node value);
    void read_show(Node value);
    void read_priority(Node value);
    void read_weight(Node value);
    void read_clock(Node value);
    void read_from(Node value);
    void read_until(Node value);
    void read_enabled(Node value);
    void read_budget(Node value);
    void read_why(Node value);
    void read_allow(Node value);
    void read_notes(Node value);
    void read_owner(Node value);

    void add_slot(Node name);
    void add_sentence(Node language, Node text);
    void add_allowed(Node code);
    void check_span();

    static const Key<RuleReader> keys[15];

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    ConditionReader conditions_;
    ScheduleReader schedules_;
    ShowReader shows_;
    engine::Rule rule_;  // the one at hand
    RulePlaces places_;
    bool has_from_ = false, has_until_ = false;
};

}  // namespace passerby::rules
