// A place in a YAML text, and what was found wrong up to there. For yaml_reader and its parts only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "rules/codes.hpp"
#include "rules/document_builder.hpp"

namespace passerby::rules {

using At = DocumentBuilder::At;

// What a character means to the reader; a character may be several of these.
namespace chars {
inline constexpr std::uint8_t blank = 1;          // space, tab
inline constexpr std::uint8_t line_break = 2;     // and the end of the text
inline constexpr std::uint8_t flow = 4;           // , [ ] { }
inline constexpr std::uint8_t ends_plain = 8;     // may end a plain scalar: a break, `:` or `#`
inline constexpr std::uint8_t never_begins = 16;  // can begin no plain scalar
bool is(char c, std::uint8_t kinds);
}  // namespace chars

// The text is UTF-8 without control characters, each `\r` stands before a `\n` (check_text saw to it), and
// it ends where `end()` says; looking past the end gives a line break. Owned by one reader.
class YamlCursor {
  public:
    explicit YamlCursor(std::string_view text) : text_(text) {}

    bool at_end() const { return pos == text_.size(); }
    char peek(std::size_t ahead = 0) const { return pos + ahead < text_.size() ? text_[pos + ahead] : '\n'; }
    bool at(std::uint8_t kinds, std::size_t ahead = 0) const { return chars::is(peek(ahead), kinds); }
    std::string_view text() const { return text_; }
    std::string_view from(std::size_t begin) const { return text_.substr(begin, pos - begin); }
    std::string_view rest_of_line() const;

    void skip_blanks() {
        while (pos < text_.size() && (text_[pos] == ' ' || text_[pos] == '\t')) { ++pos; }
    }
    void skip_spaces() {
        while (pos < text_.size() && text_[pos] == ' ') { ++pos; }
    }
    void skip_line();   // to its line break, or the end
    void take_break();  // over the line break, if there is one
    // At the start of a line: `---` or `...` and nothing attached.
    bool at_marker() const;
    // A `#` here begins a comment.
    bool at_comment() const;
    // Bytes from the start of the line, which are columns as long as they are spaces and dashes.
    int indent() const { return static_cast<int>(pos - line_start); }

    At place() { return place(pos); }
    At place(std::size_t of);  // a place of this line

    std::size_t pos = 0;
    std::uint32_t line = 1;
    std::size_t line_start = 0;

  private:
    std::string_view text_;
    // The last column told: the next is counted from there, so that one long line costs one count.
    std::size_t known_pos_ = 0, known_start_ = 0;
    std::uint32_t known_column_ = 1;
};

// Collects issues; a failure ends the reading.
class YamlReport {
  public:
    YamlReport(std::string_view file, std::vector<Issue>& issues) : file_(file), issues_(issues) {}

    // One more thing wrong; the reading goes on, unless there were too many.
    void remark(At at, CodeName code, std::string message, std::string hint = {});
    // Nothing after this can be understood.
    void fail(At at, CodeName code, std::string message, std::string hint = {});
    bool failed() const { return failed_; }

  private:
    std::string_view file_;
    std::vector<Issue>& issues_;
    std::size_t remarks_ = 0;
    bool failed_ = false;
};

// Refuses what no text may hold: bytes that are not UTF-8, control characters, line ends of one `\r`.
void check_text(std::string_view text, YamlReport& report);

}  // namespace passerby::rules
