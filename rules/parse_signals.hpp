// A site's own facts: the entries of `signals`, each the declaration of one.
#pragma once

#include <optional>

#include "engine/vocabulary.hpp"
#include "rules/names.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_scalar.hpp"

namespace passerby::rules {

class SignalReader {
  public:
    explicit SignalReader(Report& report) : report_(report), scalars_(report) {}

    // The signal, or nothing where anything is wrong with its declaration, which is said.
    std::optional<engine::Signal> read(Node name, Node node);

  private:
    void read_name(Node name);
    void read_type(Node value);
    void read_values(Node value);
    void read_purpose(Node value);
    void read_min(Node value);
    void read_max(Node value);

    void take_values();
    void take_bounds();
    void take_bound(const std::optional<Node>& node, std::string_view what, double& bound);

    Report& report_;
    ScalarReader scalars_;
    // Of the declaration at hand; values and bounds are read once the type is known.
    engine::Signal signal_;
    std::optional<Node> values_, min_, max_;
    std::optional<engine::Purpose> purpose_;
};

}  // namespace passerby::rules
