#include "server/cli/issue_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace passerby::cli {

namespace {

constexpr std::string_view red = "31;1";
constexpr std::string_view yellow = "33;1";
constexpr std::string_view bold = "1";
constexpr std::string_view dim = "2";

// Longer lines are shown around the caret only.
constexpr std::size_t shown_points = 120;
constexpr std::size_t shown_before = 60;

bool continues_point(char c) {
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// The part of the text from one code point up to, not including, another.
std::string_view points(std::string_view text, std::size_t first, std::size_t last) {
    std::size_t count = 0;
    std::size_t begin = text.size();
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (continues_point(text[i])) { continue; }
        if (count == first) { begin = i; }
        if (count == last) { return text.substr(begin, i - begin); }
        ++count;
    }
    return text.substr(begin);
}

}  // namespace

std::string printable(std::string_view text) {
    std::string clean;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // The second block of control characters is two bytes in UTF-8.
        const bool second_block =
            byte == 0xc2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xa0;
        if (byte == '\t') {
            clean.push_back(' ');
        } else if (byte < 0x20 || byte == 0x7f || second_block) {
            clean.push_back('?');
            i += second_block ? 1 : 0;
        } else {
            clean.push_back(text[i]);
        }
    }
    return clean;
}

IssueText::IssueText(std::span<const std::shared_ptr<const rules::Source>> sources, Colour colour)
    : colour_(colour) {
    for (const auto& source : sources) { sources_.emplace(source->name(), source.get()); }
}

std::string IssueText::render(const rules::Issue& issue) const {
    const bool error = issue.severity == rules::Severity::error;
    std::string place = issue.line == 0
                            ? fmt::format("{}:", printable(issue.file))
                            : fmt::format("{}:{}:{}:", printable(issue.file), issue.line, issue.column);
    std::string out = fmt::format("{} {} {} {}\n", painted(place, bold),
                                  painted(error ? "error:" : "warning:", error ? red : yellow),
                                  printable(issue.message), painted(fmt::format("[{}]", issue.code), dim));
    append_source_line(issue, out);
    if (!issue.hint.empty()) {
        out += fmt::format("  {} {}\n", painted("help:", bold), printable(issue.hint));
    }
    return out;
}

void IssueText::append_source_line(const rules::Issue& issue, std::string& out) const {
    const auto source = sources_.find(issue.file);
    if (source == sources_.end() || issue.line == 0 || issue.column == 0) { return; }
    const std::string_view line = source->second->line(issue.line);
    if (line.empty()) { return; }
    const std::size_t caret = issue.column - 1;
    const std::size_t first = caret > shown_points - 20 ? caret - shown_before : 0;
    const std::string shown = printable(points(line, first, first + shown_points));
    const auto number = fmt::format("{:>5} |", issue.line);
    fmt::format_to(std::back_inserter(out), "{} {}\n", painted(number, dim), shown);
    fmt::format_to(std::back_inserter(out), "{} {}{}\n", painted(fmt::format("{:>5} |", ""), dim),
                   std::string(caret - first, ' '), painted("^", red));
}

std::string IssueText::painted(std::string_view text, std::string_view code) const {
    if (colour_ == Colour::none) { return std::string(text); }
    return fmt::format("\033[{}m{}\033[0m", code, text);
}

}  // namespace passerby::cli
