// The scalars of YAML: plain, quoted, literal (`|`) and folded (`>`). For yaml_reader only.
#pragma once

#include <string>
#include <string_view>

#include "rules/yaml_cursor.hpp"

namespace passerby::rules {

struct YamlScalar {
    At at = {};
    std::string_view text = {};  // into the source, or into the reader; good until the next scalar is read
    DocumentBuilder::Style style = DocumentBuilder::Style::plain;
    bool one_line = true;
};

// Where a scalar stands. Lines that go on with it are indented by more than `parent`.
struct YamlContext {
    enum class In : std::uint8_t { block, flow };
    In in = In::block;
    int parent = -1;
};

// Owned by one reader. Texts are bounded: what is longer than limits::scalar_bytes_max is read to its end,
// cut and told.
class YamlScalars {
  public:
    YamlScalars(YamlCursor& cursor, YamlReport& report) : cursor_(cursor), report_(report) {}

    // The part on this line: all there is of a key.
    YamlScalar plain_line(YamlContext context);
    // The lines after it that belong to it; the cursor stays at the end of the last one.
    void continue_plain(YamlScalar& scalar, YamlContext context);
    YamlScalar quoted(YamlContext context);
    YamlScalar block(YamlContext context);

    // Tells of a text that is too long, cuts it, and hands it over.
    void check_length(YamlScalar& scalar);

  private:
    enum class Chomping : std::uint8_t { clip, strip, keep };
    struct Header {
        bool folded = false;
        Chomping chomping = Chomping::clip;
        int indent = 0;  // more than the parent's; 0: found out from the first line
    };

    std::string_view plain_run(YamlContext context);
    bool go_to_continuation(YamlContext context, std::size_t& breaks);
    void quoted_lines(const YamlScalar& scalar, char quote, YamlContext context);
    bool fold_quoted(const YamlScalar& scalar, YamlContext context, std::size_t keep);
    void escape();
    std::uint32_t hex(std::size_t digits);
    std::uint32_t escaped_point(std::size_t digits);
    Header header();
    int find_indent(int parent);
    std::size_t block_breaks(int indent);
    void block_lines(const Header& header, int indent);

    void add(std::string_view text);
    void add_breaks(std::size_t breaks);
    void fold(std::size_t breaks);

    YamlCursor& cursor_;
    YamlReport& report_;
    std::string text_;  // of a scalar that is not as written in the source
};

}  // namespace passerby::rules
