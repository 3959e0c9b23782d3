// Issues for people and for machines: as text with the source line and a caret, as JSON, as SARIF 2.1.0.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "rules/issue.hpp"
#include "rules/source.hpp"

namespace passerby::rules {

enum class Colour : std::uint8_t { off, on };

struct RenderOptions {
    Colour colour = Colour::off;
    // Put before each file's name, so that an editor can open it from where the command ran; may be empty.
    std::string folder = {};
};

using Sources = std::span<const std::shared_ptr<const Source>>;

// shop.yaml:12:5: error: unknown key `wieght` [unknown-key]
//    12 |     wieght: 3
//       |     ^^^^^^
//   help: did you mean `weight`?
//
// Safe to print: no control or direction character of a source reaches the terminal.
std::string render_text(std::span<const Issue> issues, Sources sources, const RenderOptions& options = {});

// {"ok": …, "issues": [{"file", "line", "column", "severity", "code", "message", "hint"}, …]}, one line.
// `ok`: no error among them.
std::string render_json(std::span<const Issue> issues);
// Only the list.
void append_json_issues(std::string& out, std::span<const Issue> issues);

// One run with every code of the language as its rules; what code review and editors read.
std::string render_sarif(std::span<const Issue> issues, const RenderOptions& options = {});

}  // namespace passerby::rules
