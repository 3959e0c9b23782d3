#include "rules/report.hpp"

#include <fmt/format.h>

#include <utility>

namespace passerby::rules {

namespace {

constexpr std::size_t quoted_bytes_max = 80;

bool continues_character(char byte) {
    return (static_cast<unsigned char>(byte) & 0xc0u) == 0x80u;
}

}  // namespace

void Report::say(engine::Place where, CodeName code, std::string message, std::string hint) {
    say(where, code, code.severity(), std::move(message), std::move(hint));
}

void Report::refuse(engine::Place where, CodeName code, std::string message, std::string hint) {
    say(where, code, Severity::error, std::move(message), std::move(hint));
}

void Report::say(engine::Place where, CodeName code, Severity severity, std::string message,
                 std::string hint) {
    ++said_;
    if (said_ > issues_max + 1) { return; }
    const std::string& file = files_[where.file];
    const IssuePlace here{file, where.line, where.column};
    if (said_ <= issues_max) {
        issues_.push_back(make_issue(here, code, std::move(message), std::move(hint)));
        issues_.back().severity = severity;
        return;
    }
    const bool errors = severity == Severity::error;
    issues_.push_back(make_issue(
        {file, 0, 0}, errors ? CodeName("too-many-problems") : CodeName("too-many-warnings"),
        fmt::format("more than {} of them, the rest is not shown", issues_max), "mend these first"));
}

std::string_view Report::nearest_of(std::string_view word, std::span<const std::string_view> known) {
    if (compared_ + known.size() > suggestions_max) { return {}; }
    compared_ += known.size();
    return nearest(word, known);
}

std::string Report::did_you_mean(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view near = nearest_of(word, known);
    return near.empty() ? std::string() : "did you mean " + backticked(near) + "?";
}

std::string Report::spell(engine::Place place) const {
    return "`" + files_[place.file] + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
           "`";
}

std::string backticked(std::string_view text) {
    std::string out = "`";
    bool cut = false;
    if (text.size() > quoted_bytes_max) {
        std::size_t end = quoted_bytes_max;
        while (end > 0 && continues_character(text[end])) { --end; }
        text = text.substr(0, end);
        cut = true;
    }
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\n') {
            out += "\\n";
        } else {
            out += byte < 0x20 || byte == 0x7f ? ' ' : c;
        }
    }
    return out += cut ? "…`" : "`";
}

std::string listed(std::span<const std::string_view> words, std::string_view last) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        if (i > 0) { out += i + 1 == words.size() ? last : ", "; }
        out += backticked(words[i]);
    }
    return out;
}

std::string_view name_of(NodeKind kind) {
    switch (kind) {
        case NodeKind::scalar: return "a single value";
        case NodeKind::sequence: return "a list";
        case NodeKind::mapping: return "a mapping";
    }
    return "";
}

}  // namespace passerby::rules
