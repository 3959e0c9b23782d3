// The single values of tests, a function a signal type: from `phone`, `5-9` or `fri 22:00-02:00` to the texts
// and intervals of an operator. Values that the signal can never have are refused here.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/rule_set.hpp"
#include "rules/parse_range.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

// How the language calls a value of that type in messages: "a whole number".
std::string_view noun_of(engine::SignalType type);

class ValueReader {
  public:
    explicit ValueReader(Reading& reading) : reading_(reading), report_(reading.report), scalars_(report_) {}

    // What follows are values of this signal.
    void start(engine::SignalId id);
    const engine::Signal& signal() const { return *signal_; }
    std::string signal_name() const { return backticked(signal_->name); }

    // Adds one written value to the operator, or says why not.
    void add(Node value, engine::Operator& into);
    // Whether the signal can have that number; says so if not.
    bool check_number(Node value, double number);

  private:
    using Kind = engine::Operator::Kind;

    void add_text(Node value, engine::Operator& into);
    void add_number(Node value, engine::Operator& into);
    void add_boolean(Node value, engine::Operator& into);
    void add_times(Node value, engine::Operator& into);
    void add_days(Node value, engine::Operator& into);
    void add_window(Node value, engine::Operator& into);

    std::optional<std::string_view> text_of(Node value);
    bool check_whole_text(Node value);
    bool check_part_of_text(Node value, Kind kind);
    bool check_length(Node value);
    bool clock_has_length(Node value, Span clock);
    void say_impossible(Node value, std::string hint);

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    engine::SignalId id_ = 0;
    const engine::Signal* signal_ = nullptr;
};

}  // namespace passerby::rules
