#include <algorithm>
#include <unordered_map>

#include <fmt/core.h>

#include "rules/render.hpp"
#include "rules/screen_text.hpp"
#include "rules/utf8.hpp"

namespace passerby::rules {

namespace {

// Of a long line only so many columns around the place are shown.
constexpr std::size_t columns_before_max = 60, columns_after_max = 40;

struct Paint {
    std::string_view bold, red, yellow, blue, plain;
};
constexpr Paint no_paint{};
constexpr Paint paint{"\x1B[1m", "\x1B[1;31m", "\x1B[1;33m", "\x1B[34m", "\x1B[0m"};

// Where code point number `column` (from 1) of the line begins, or its end.
std::size_t offset_of_column(std::string_view line, std::uint32_t column) {
    std::size_t offset = 0;
    for (std::uint32_t i = 1; i < column && offset < line.size(); ++i) {
        offset += std::max<std::size_t>(utf8::read(line.substr(offset)).bytes, 1);
    }
    return offset;
}

// The bytes of the word, the quoted text or the sign that begins here; at least one character.
std::size_t token_bytes(std::string_view rest) {
    if (rest.empty()) return 0;
    const char first = rest.front();
    if (first == '"' || first == '\'') {
        const std::size_t end = rest.find(first, 1);
        return end == std::string_view::npos ? 1 : end + 1;
    }
    const std::size_t end = std::min(rest.find_first_of(" \t,[]{}\"'"), rest.size());
    std::string_view word = rest.substr(0, end);
    if (word.ends_with(':')) word.remove_suffix(1);
    return word.empty() ? screen_character(rest).bytes : word.size();
}

struct Excerpt {
    std::string text;          // the line, or the part of it around the place
    std::size_t caret_at = 0;  // columns before the caret
    std::size_t carets = 1;
};

// Takes what fits, from the place outwards to both sides.
Excerpt excerpt(std::string_view line, std::uint32_t column) {
    const std::size_t place = offset_of_column(line, column);
    const std::size_t token_end = place + token_bytes(line.substr(place));
    Excerpt shown;
    std::size_t columns = 0;
    std::size_t begin = 0;  // what lies before is too far from the place
    for (std::size_t at = 0; at < place;) {
        const ScreenCharacter character = screen_character(line.substr(at));
        at += character.bytes;
        columns += character.width;
    }
    for (; columns > columns_before_max && begin < place;) {
        const ScreenCharacter character = screen_character(line.substr(begin));
        begin += character.bytes;
        columns -= character.width;
    }
    if (begin > 0) shown.text = "…", ++columns;
    shown.caret_at = columns;
    shown.carets = 0;
    std::size_t after = 0;
    std::size_t at = begin;
    while (at < line.size() && after < columns_after_max) {
        const ScreenCharacter character = screen_character(line.substr(at));
        shown.text += character.text;
        if (at >= place) after += character.width;
        if (at >= place && at < token_end) shown.carets += character.width;
        at += character.bytes;
    }
    if (at < line.size()) shown.text += "…";
    shown.carets = std::max<std::size_t>(shown.carets, 1);
    return shown;
}

class TextRenderer {
  public:
    TextRenderer(Sources sources, const RenderOptions& options)
        : folder_(options.folder), paint_(options.colour == Colour::on ? paint : no_paint) {
        for (const auto& source : sources) { sources_.emplace(source->name(), source.get()); }
    }

    void add(const Issue& issue) {
        add_head(issue);
        add_excerpt(issue);
        if (!issue.hint.empty())
            out_ += fmt::format("  {}help:{} {}\n", paint_.blue, paint_.plain, for_screen(issue.hint));
    }

    std::string take() { return std::move(out_); }

  private:
    void add_head(const Issue& issue) {
        const bool is_error = issue.severity == Severity::error;
        if (!issue.file.empty()) {
            // What is about a whole file is said of its beginning.
            out_ += fmt::format("{}{}{}:{}:{}:{} ", paint_.bold, for_screen(folder_), for_screen(issue.file),
                                std::max(issue.line, 1u), std::max(issue.column, 1u), paint_.plain);
        }
        out_ +=
            fmt::format("{}{}:{} {} [{}]\n", is_error ? paint_.red : paint_.yellow,
                        is_error ? "error" : "warning", paint_.plain, for_screen(issue.message), issue.code);
    }

    void add_excerpt(const Issue& issue) {
        const auto source = sources_.find(issue.file);
        if (issue.line == 0 || source == sources_.end()) return;
        const Excerpt shown = excerpt(source->second->line(issue.line), std::max(issue.column, 1u));
        const std::string number = std::to_string(issue.line);
        out_ += fmt::format("{}{:>6} |{} {}\n", paint_.blue, number, paint_.plain, shown.text);
        out_ += fmt::format("{}{:>6} |{} {}{}{}{}\n", paint_.blue, "", paint_.plain,
                            std::string(shown.caret_at, ' '),
                            issue.severity == Severity::error ? paint_.red : paint_.yellow,
                            std::string(shown.carets, '^'), paint_.plain);
    }

    std::string folder_;
    const Paint& paint_;
    std::unordered_map<std::string_view, const Source*> sources_;
    std::string out_;
};

}  // namespace

std::string render_text(std::span<const Issue> issues, Sources sources, const RenderOptions& options) {
    TextRenderer renderer(sources, options);
    for (const Issue& issue : issues) { renderer.add(issue); }
    return renderer.take();
}

}  // namespace passerby::rules
