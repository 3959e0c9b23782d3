// What a node may begin with, in block and in flow style alike. For yaml_reader only.
#pragma once

#include "rules/yaml_scalar.hpp"

namespace passerby::rules {

// The parts that every reading step needs. Owned by one reader.
struct YamlParts {
    YamlCursor& cursor;
    YamlReport& report;
    YamlScalars& scalars;
    DocumentBuilder& builder;

    // Over `&anchor` and `!tag`, each told; to what they stand before.
    void skip_properties();
    // A plain or quoted scalar begins here (an alias is told and taken as text).
    bool can_begin_scalar(YamlContext context);
    // On this line: whoever wants more lines of a plain one asks for them.
    YamlScalar scalar_line(YamlContext context);
    // After a scalar: the `:` that makes it a key, over the blanks before it.
    bool at_colon(YamlContext context, const YamlScalar& before);

    void put(YamlScalar scalar);
    void put_key(YamlScalar scalar);
    void put_empty(At at) { builder.scalar(at, {}, DocumentBuilder::Style::plain); }
    void open(At at, NodeKind kind);
    void close();

  private:
    void check_keys(Node mapping);
    void report_alias(At at);
};

}  // namespace passerby::rules
