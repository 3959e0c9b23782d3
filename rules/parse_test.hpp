// One test of one signal: `[phone, tablet]`, `18-23`, `{min: 50}`, `{not: …}`.
#pragma once

#include <optional>
#include <string_view>

#include "engine/rule_set.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_scalar.hpp"
#include "rules/parse_values.hpp"
#include "rules/reading.hpp"

namespace passerby::rules {

class TestReader {
  public:
    explicit TestReader(Reading& reading) : report_(reading.report), scalars_(report_), values_(reading) {}

    // Says everything that is wrong with it; nothing where nothing could be read.
    std::optional<engine::Test> read(engine::SignalId id, Node test);

  private:
    using Kind = engine::Operator::Kind;
    struct Bound;

    void read_operators(Node mapping);
    void read_operator(Node key, Node value);
    void read_values(Node values, engine::Operator into);
    void read_bound(const Bound& bound, Node value);
    void finish_bounds(Node mapping);

    std::string signal_name() const { return values_.signal_name(); }

    Report& report_;
    ScalarReader scalars_;
    ValueReader values_;

    // Of the test at hand.
    const engine::Signal* signal_ = nullptr;
    engine::Test test_;
    struct End {
        double written, inwards;
    };
    std::optional<End> lowest_, highest_;
};

}  // namespace passerby::rules
