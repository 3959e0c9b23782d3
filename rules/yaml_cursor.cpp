#include "rules/yaml_cursor.hpp"

#include <algorithm>
#include <array>
#include <cstring>

#include <fmt/core.h>

#include "rules/utf8.hpp"

namespace passerby::rules {

namespace {

// More would only repeat themselves; whoever sends a bomb gets no list of its parts.
constexpr std::size_t remarks_max = 100;

constexpr std::array<std::uint8_t, 256> kinds_of_chars = [] {
    std::array<std::uint8_t, 256> kinds{};
    const auto mark = [&](std::string_view which, std::uint8_t kind) {
        for (const char c : which) { kinds[static_cast<unsigned char>(c)] |= kind; }
    };
    mark(" \t", chars::blank);
    mark("\r\n", chars::line_break);
    mark(",[]{}", chars::flow);
    mark("\r\n:#", chars::ends_plain);
    mark(",[]{}#&*!|>'\"%@`", chars::never_begins);
    return kinds;
}();

// Eight printable ASCII characters at once: no byte below a space, none of 0x7f and above.
bool all_printable_ascii(const char* bytes) {
    std::uint64_t word;
    std::memcpy(&word, bytes, sizeof word);
    constexpr std::uint64_t ones = 0x0101010101010101, highs = 0x8080808080808080;
    return ((word | (word - ones * ' ') | (word + ones)) & highs) == 0;
}

bool is_control(std::uint32_t point) {
    if (point < ' ') return point != '\t' && point != '\n' && point != '\r';
    if (point == 0x85) return false;  // a line end of other days
    return point == 0x7F || (point >= 0x80 && point < 0xA0) || point == 0xFFFE || point == 0xFFFF;
}

}  // namespace

bool chars::is(char c, std::uint8_t kinds) {
    return (kinds_of_chars[static_cast<unsigned char>(c)] & kinds) != 0;
}

std::string_view YamlCursor::rest_of_line() const {
    std::size_t end = text_.find('\n', pos);
    if (end == std::string_view::npos) end = text_.size();
    std::string_view rest = text_.substr(pos, end - pos);
    if (rest.ends_with('\r')) rest.remove_suffix(1);
    return rest;
}

void YamlCursor::skip_line() {
    pos += rest_of_line().size();
}

void YamlCursor::take_break() {
    if (at_end()) return;
    pos += text_[pos] == '\r' ? 2 : 1;
    ++line;
    line_start = pos;
}

bool YamlCursor::at_marker() const {
    if (pos != line_start) return false;
    const std::string_view start = text_.substr(pos, 3);
    return (start == "---" || start == "...") && at(chars::blank | chars::line_break, 3);
}

bool YamlCursor::at_comment() const {
    return peek() == '#' && (pos == line_start || chars::is(text_[pos - 1], chars::blank));
}

At YamlCursor::place(std::size_t of) {
    if (known_start_ != line_start || known_pos_ > of || known_pos_ < line_start) {
        known_start_ = known_pos_ = line_start;
        known_column_ = 1;
    }
    known_column_ += static_cast<std::uint32_t>(utf8::count(text_.substr(known_pos_, of - known_pos_)));
    known_pos_ = of;
    return {line, known_column_};
}

void YamlReport::remark(At at, CodeName code, std::string message, std::string hint) {
    if (failed_) return;
    issues_.push_back(make_issue({file_, at.line, at.column}, code, std::move(message), std::move(hint)));
    if (++remarks_ < remarks_max) return;
    issues_.push_back(
        make_issue({file_, at.line, at.column}, "too-many-problems",
                   fmt::format("{} errors so far: the rest of the file was not read", remarks_max)));
    failed_ = true;
}

void YamlReport::fail(At at, CodeName code, std::string message, std::string hint) {
    remark(at, code, std::move(message), std::move(hint));
    failed_ = true;
}

void check_text(std::string_view text, YamlReport& report) {
    YamlCursor cursor(text);
    while (!cursor.at_end()) {
        const std::size_t left = text.size() - cursor.pos;
        if (left >= 8 && all_printable_ascii(text.data() + cursor.pos)) {
            cursor.pos += 8;
            continue;
        }
        const utf8::Point point = utf8::read(text.substr(cursor.pos));
        if (point.bytes == 0) {
            return report.fail(cursor.place(), "not-utf8",
                               fmt::format("the byte 0x{:02X} is not UTF-8 here",
                                           static_cast<unsigned char>(text[cursor.pos])),
                               "save the file as UTF-8");
        }
        if (point.value == '\r' && !text.substr(cursor.pos + 1).starts_with('\n')) {
            return report.fail(cursor.place(), "control-character", "a carriage return alone ends no line",
                               "save the file with line ends of LF or CR LF");
        }
        if (is_control(point.value)) {
            return report.fail(
                cursor.place(), "control-character",
                fmt::format("the control character U+{:04X} has no place in a rule file", point.value),
                "remove it");
        }
        if (point.value == '\n') {
            cursor.take_break();
        } else {
            cursor.pos += point.bytes;
        }
    }
}

}  // namespace passerby::rules
