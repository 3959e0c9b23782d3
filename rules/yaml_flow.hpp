// Collections in brackets: `[a, b]`, `{key: value}`, and all of JSON. For yaml_reader only.
#pragma once

#include <vector>

#include "rules/yaml_node.hpp"

namespace passerby::rules {

// Owned by one reader. Keeps its own stack: brackets cost no stack of the thread.
class YamlFlow {
  public:
    explicit YamlFlow(YamlParts& parts) : parts_(parts) {}

    // From an opening bracket to behind the closing one that belongs to it. Lines are indented by more than
    // `parent`.
    void read(int parent);

  private:
    enum class State : std::uint8_t { item, key_read, value, item_read };
    // What is open: a list, a mapping, or the one pair of `[key: value]`.
    struct Open {
        enum class Kind : std::uint8_t { list, mapping, pair } kind = Kind::list;
        State state = State::item;
        At at;
    };

    bool go_to_next();
    void step();
    void open_bracket();
    void close_bracket();
    void comma();
    void colon();
    void scalar();
    void end_pair();
    void end_entry();
    void item_done();
    void fail(std::string message, std::string hint = {});

    YamlParts& parts_;
    YamlContext context_;
    std::vector<Open> open_;
    YamlScalar key_;  // the last one read, for messages: only its place and style
    bool key_lacks_space_ = false;
    bool last_quoted_ = false;
};

}  // namespace passerby::rules
