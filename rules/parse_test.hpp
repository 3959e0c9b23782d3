// One test of one signal: `[phone, tablet]`, `18-23`, `{min: 50}`, `{not: …}`.
#pragma once

#include <optional>
#include <string_view>

#include "engine/rule_set.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_range.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class TestReader {
  public:
    explicit TestReader(Reading& reading) : reading_(reading), report_(reading.report), scalars_(report_) {}

    // Says everything that is wrong with it; nothing where nothing could be read.
    std::optional<engine::Test> read(engine::SignalId id, Node test);

  private:
    using Kind = engine::Operator::Kind;
    struct Bound;

    void read_operators(Node mapping);
    void read_operator(Node key, Node value);
    void read_values(Node values, Kind kind, bool negated);
    void read_bound(const Bound& bound, Node value);
    void finish_bounds(Node mapping);

    // Each adds one written value to the operator: a function a signal type.
    void add_text(Node value, engine::Operator& into);
    void add_number(Node value, engine::Operator& into);
    void add_boolean(Node value, engine::Operator& into);
    void add_times(Node value, engine::Operator& into);
    void add_days(Node value, engine::Operator& into);
    void add_window(Node value, engine::Operator& into);
    using AddValue = void (TestReader::*)(Node, engine::Operator&);
    static AddValue adder_for(engine::SignalType type);

    std::optional<std::string_view> text_of(Node value);
    bool check_whole_text(Node value);
    bool check_part_of_text(Node value, Kind kind);
    bool check_length(Node value);
    bool check_number(Node value, double number);
    bool clock_has_length(Node value, Span clock);
    void say_impossible(Node value, std::string hint);
    std::string signal_name() const { return backticked(signal_->name); }

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;

    // Of the test at hand.
    engine::SignalId id_ = 0;
    const engine::Signal* signal_ = nullptr;
    engine::Test test_;
    struct End {
        double written, inwards;
    };
    std::optional<End> lowest_, highest_;
};

}  // namespace passerby::rules
