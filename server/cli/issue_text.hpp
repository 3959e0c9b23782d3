// An issue for people: its place and message, the source line with a caret, and the hint.
//
//     shop.yaml:12:7: error: unknown signal `device.typ` [unknown-signal]
//        12 |       device.typ: phone
//           |       ^
//       help: did you mean `device.type`?
//
// Rule files may come from anywhere, so nothing that steers a terminal gets through.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "rules/issue.hpp"
#include "rules/source.hpp"

namespace passerby::cli {

enum class Colour : std::uint8_t { none, ansi };

class IssueText {
  public:
    IssueText(std::span<const std::shared_ptr<const rules::Source>> sources, Colour colour);

    // Ends with a line break.
    std::string render(const rules::Issue& issue) const;

  private:
    void append_source_line(const rules::Issue& issue, std::string& out) const;
    std::string painted(std::string_view text, std::string_view code) const;

    std::map<std::string_view, const rules::Source*> sources_;
    Colour colour_;
};

// The text with everything that is not printable replaced.
std::string printable(std::string_view text);

}  // namespace passerby::cli
