// Line by line: the indentation of a line says which collections end before it and where it belongs, and
// its first node says what it adds. Brackets are read by yaml_flow, scalars by yaml_scalar.
#include "rules/yaml_reader.hpp"

#include <fmt/core.h>

#include "engine/limits.hpp"
#include "rules/report.hpp"
#include "rules/yaml_flow.hpp"

namespace passerby::rules {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class BlockReader {
  public:
    BlockReader(std::string_view text, YamlReport& report)
        : cursor_(text), report_(report), scalars_(cursor_, report_) {
        builder_.reserve(text.size());
    }

    // Empty where the text cannot be understood.
    Document read();

  private:
    // Where a node begins decides what it may be.
    enum class Where : std::uint8_t { new_line, after_dash, after_key };
    struct Open {
        NodeKind kind = NodeKind::mapping;
        int indent = 0;
        bool waiting = false;  // a key or a dash was read, and nothing for it yet
        At value_at = {};      // where an empty value would stand
    };

    void read_directives();
    bool go_to_line();
    void read_marker();
    void read_line(int indent);
    void close_before(int indent, bool is_dash);
    void close_innermost();
    void next_entry(bool is_dash);
    void read_key();
    void read_node(Where where);
    bool read_dash(Where where);
    bool read_pair(const YamlScalar& key, Where where);
    void read_value(YamlScalar scalar);
    void open(At at, NodeKind kind, int indent);
    void wait_for_value();
    void node_done();
    void expect_line_end(std::string_view after);
    void refuse_key(const YamlScalar& key);
    void refuse_beginning();
    void refuse_indent(int indent);

    bool at_dash() const { return cursor_.peek() == '-' && cursor_.at(chars::blank | chars::line_break, 1); }
    YamlContext context() const { return {.parent = open_.empty() ? -1 : open_.back().indent}; }
    bool at_line_end() {
        return cursor_.skip_blanks(), cursor_.at(chars::line_break) || cursor_.at_comment();
    }
    void fail(At at, std::string message, std::string hint = {}) {
        report_.fail(at, "yaml-syntax", std::move(message), std::move(hint));
    }

    YamlCursor cursor_;
    YamlReport& report_;
    YamlScalars scalars_;
    DocumentBuilder builder_;
    YamlParts parts_{cursor_, report_, scalars_, builder_};
    YamlFlow flow_{parts_};
    std::vector<Open> open_;
    int closed_indent_ = 0;   // of the outermost collection that this line ended
    bool started_ = false;    // `---` or the root was read
    bool root_done_ = false;  // nothing but comments may follow
    bool ended_ = false;      // `...` was read
};

Document BlockReader::read() {
    read_directives();
    while (!report_.failed() && go_to_line()) {
        if (cursor_.at_marker()) {
            read_marker();
        } else {
            read_line(cursor_.indent());
        }
    }
    while (!report_.failed() && !open_.empty()) { close_innermost(); }
    return report_.failed() ? Document() : builder_.take();
}

// `%YAML 1.2` says nothing that we would act on; any other directive would.
void BlockReader::read_directives() {
    if (cursor_.peek() != '%') return;
    const std::string_view line = cursor_.rest_of_line();
    if (line != "%YAML 1.1" && line != "%YAML 1.2") {
        return fail(cursor_.place(), fmt::format("{} is no directive of the language", backticked(line)),
                    "leave the line out; to begin a text with `%`, quote it");
    }
    cursor_.skip_line();
    cursor_.take_break();
    if (!cursor_.rest_of_line().starts_with("---")) {
        fail(cursor_.place(), "after a directive comes a line `---`", "leave the directive out");
    }
}

// From the end or the start of a line to the next line that holds something, behind its indentation.
bool BlockReader::go_to_line() {
    if (cursor_.pos != cursor_.line_start) cursor_.take_break();
    for (;; cursor_.take_break()) {
        cursor_.skip_spaces();
        const std::size_t spaces_end = cursor_.pos;
        cursor_.skip_blanks();
        if (cursor_.at_end()) return false;
        if (cursor_.at_comment()) cursor_.skip_line();
        if (cursor_.at(chars::line_break)) {
            if (cursor_.at_end()) return false;
            continue;
        }
        if (cursor_.pos != spaces_end) {
            fail(cursor_.place(spaces_end), "a tab in the indentation", "indent with spaces");
            return false;
        }
        return true;
    }
}

void BlockReader::read_marker() {
    const At at = cursor_.place();
    const bool is_start = cursor_.peek() == '-';
    if (is_start && (started_ || ended_)) {
        return report_.fail(at, "yaml-documents", "a second YAML document begins here",
                            "one document a file: put it into a file of its own");
    }
    cursor_.pos += 3;
    (is_start ? started_ : ended_) = true;
    if (at_line_end()) {
        cursor_.skip_line();
    } else if (is_start) {
        read_node(Where::after_key);
    } else {
        expect_line_end("the end of the document");
    }
}

void BlockReader::read_line(int indent) {
    if (ended_) {
        return report_.fail(cursor_.place(), "yaml-documents", "text after the end of the document (`...`)",
                            "one document a file: leave `...` out, or put the rest into a file of its own");
    }
    const bool is_dash = at_dash();
    close_before(indent, is_dash);
    if (open_.empty() && root_done_) {
        return fail(cursor_.place(), "this line belongs to nothing above it",
                    "begin it in the column of the file's first key");
    }
    if (open_.empty() || open_.back().indent < indent) {
        if (!open_.empty() && !open_.back().waiting) return refuse_indent(indent);
        return read_node(Where::new_line);
    }
    next_entry(is_dash);
}

// What a line of this indentation does not belong to has ended.
void BlockReader::close_before(int indent, bool is_dash) {
    closed_indent_ = 0;
    while (!open_.empty()) {
        const Open& top = open_.back();
        // A list may stand in the column of its key: `key:` and, below it, `- item`.
        const bool is_list_of_key = top.kind == NodeKind::sequence && open_.size() > 1 &&
                                    open_[open_.size() - 2].kind == NodeKind::mapping &&
                                    open_[open_.size() - 2].indent == top.indent;
        const bool ends = top.indent > indent || (top.indent == indent && is_list_of_key && !is_dash);
        if (!ends) return;
        closed_indent_ = top.indent;
        close_innermost();
    }
}

void BlockReader::close_innermost() {
    if (open_.back().waiting) parts_.put_empty(open_.back().value_at);
    parts_.close();
    open_.pop_back();
    if (open_.empty()) root_done_ = true;
}

// A line in the very column of the innermost collection.
void BlockReader::next_entry(bool is_dash) {
    Open& top = open_.back();
    if (top.kind == NodeKind::mapping && top.waiting && is_dash) return read_node(Where::new_line);
    if (top.waiting) {
        parts_.put_empty(top.value_at);
        top.waiting = false;
    }
    if (top.kind == NodeKind::mapping) return read_key();
    if (is_dash) return read_node(Where::new_line);
    fail(cursor_.place(), "an item of the list above begins with `- `",
         "indent the line if it belongs to the item before it");
}

void BlockReader::read_key() {
    parts_.skip_properties();
    if (report_.failed() || at_line_end()) return cursor_.skip_line();
    if (at_dash()) {
        return fail(cursor_.place(), "a list item stands among the keys of a mapping",
                    "indent it below its key, or give it a key");
    }
    if (!parts_.can_begin_scalar(context())) return refuse_beginning();
    const YamlScalar key = parts_.scalar_line(context());
    if (report_.failed()) return;
    if (!key.one_line || !parts_.at_colon(context(), key)) return refuse_key(key);
    read_pair(key, Where::new_line);
    if (!report_.failed() && open_.back().waiting && !at_line_end()) read_node(Where::after_key);
}

// A node, and on the same line what it opens: `- - key: value`.
void BlockReader::read_node(Where where) {
    for (;;) {
        parts_.skip_properties();
        if (report_.failed() || at_line_end()) return cursor_.skip_line();
        started_ = true;
        if (at_dash()) {
            if (!read_dash(where)) return;
            where = Where::after_dash;
            continue;
        }
        const char first = cursor_.peek();
        if (first == '[' || first == '{') {
            const At at = cursor_.place();
            flow_.read(context().parent);
            if (report_.failed()) return;
            if (parts_.at_colon(context(), {})) {
                return report_.fail(at, "yaml-key", "a key is a word, not a list or a mapping");
            }
            node_done();
            return expect_line_end("the closing bracket");
        }
        if (first == '|' || first == '>') {
            parts_.put(scalars_.block(context()));
            return node_done();
        }
        if (!parts_.can_begin_scalar(context())) return refuse_beginning();
        const YamlScalar scalar = parts_.scalar_line(context());
        if (report_.failed()) return;
        if (!scalar.one_line || !parts_.at_colon(context(), scalar)) return read_value(scalar);
        if (!read_pair(scalar, where)) return;
        where = Where::after_key;
    }
}

// A dash, to what follows it on its line; false if nothing does.
bool BlockReader::read_dash(Where where) {
    if (where == Where::after_key) {
        fail(cursor_.place(), "a list cannot begin on the line of its key",
             "put `- ` on the next line, or write `[a, b]`");
        return false;
    }
    const bool goes_on = !open_.empty() && open_.back().kind == NodeKind::sequence &&
                         open_.back().indent == cursor_.indent() && where == Where::new_line;
    if (!goes_on) open(cursor_.place(), NodeKind::sequence, cursor_.indent());
    if (report_.failed()) return false;
    ++cursor_.pos;
    wait_for_value();
    const std::size_t after_dash = cursor_.pos;
    if (at_line_end()) return cursor_.skip_line(), false;
    const bool is_tab =
        cursor_.text().substr(after_dash, cursor_.pos - after_dash).find('\t') != std::string_view::npos;
    if (is_tab && at_dash()) fail(cursor_.place(), "a tab in the indentation", "indent with spaces");
    return !report_.failed();
}

// A key and its colon, to what follows them on their line; false if nothing does.
bool BlockReader::read_pair(const YamlScalar& key, Where where) {
    if (where == Where::after_key) {
        fail(cursor_.place(), "a second `: ` on this line",
             "quote the value, or put the inner key on a line of its own");
        return false;
    }
    const bool goes_on = !open_.empty() && open_.back().kind == NodeKind::mapping && !open_.back().waiting;
    if (!goes_on) {
        // Only spaces and dashes stand before it, or this would be `after_key`.
        const auto indent = static_cast<int>(key.at.column) - 1;
        if (cursor_.from(cursor_.line_start).substr(0, key.at.column - 1).find('\t') !=
            std::string_view::npos) {
            fail(key.at, "a tab in the indentation", "indent with spaces");
            return false;
        }
        open(key.at, NodeKind::mapping, indent);
        if (report_.failed()) return false;
    }
    parts_.put_key(key);
    ++cursor_.pos;
    wait_for_value();
    if (at_line_end()) return cursor_.skip_line(), false;
    return !report_.failed();
}

void BlockReader::read_value(YamlScalar scalar) {
    const bool is_plain = scalar.style == DocumentBuilder::Style::plain;
    if (is_plain) {
        scalars_.continue_plain(scalar, context());
        if (parts_.at_colon(context(), scalar)) {
            return fail(
                cursor_.place(), "a `: ` inside a value of several lines",
                fmt::format("the value begins in line {}: quote it, or indent this key to where it belongs",
                            scalar.at.line));
        }
    }
    parts_.put(scalar);
    node_done();
    expect_line_end(is_plain ? "the value" : "the closing quote");
}

void BlockReader::open(At at, NodeKind kind, int indent) {
    parts_.open(at, kind);
    if (!open_.empty()) open_.back().waiting = false;
    open_.push_back({.kind = kind, .indent = indent});
}

void BlockReader::wait_for_value() {
    open_.back().waiting = true;
    open_.back().value_at = cursor_.place();
}

void BlockReader::node_done() {
    if (open_.empty()) {
        root_done_ = true;
    } else {
        open_.back().waiting = false;
    }
}

void BlockReader::expect_line_end(std::string_view after) {
    if (report_.failed()) return;
    if (at_line_end()) return cursor_.skip_line();
    fail(cursor_.place(), fmt::format("text after {}", after),
         cursor_.peek() == '#' ? "put a space before `#`" : "quote the whole value, or begin a new line");
}

void BlockReader::refuse_key(const YamlScalar& key) {
    const std::size_t colon = key.text.find(':');
    if (key.style == DocumentBuilder::Style::plain && colon != std::string_view::npos) {
        return fail({key.at.line, key.at.column + static_cast<std::uint32_t>(colon)},
                    fmt::format("a space is missing after the colon of {}", backticked(key.text)),
                    "write `key: value`");
    }
    fail(key.at, fmt::format("{} is no `key: value`", backticked(key.text)),
         "put a colon and a space after a key; indent a line that goes on with the value above");
}

void BlockReader::refuse_indent(int indent) {
    const int outer = open_.back().indent;
    fail(cursor_.place(), fmt::format("this line is indented by {}, which fits nothing above it", indent),
         closed_indent_ > indent ? fmt::format("indent it by {} or by {}", closed_indent_, outer)
                                 : fmt::format("indent it by {} if it belongs beside the line above", outer));
}

void BlockReader::refuse_beginning() {
    const char first = cursor_.peek();
    if (first == '[' || first == '{')
        return report_.fail(cursor_.place(), "yaml-key", "a key is a word, not a list or a mapping");
    if (first == '?')
        return report_.fail(cursor_.place(), "yaml-key", "`? ` makes no key here",
                            "write `key: value`; to begin a text with `?`, quote it");
    if (first == ':') return fail(cursor_.place(), "a key is missing before this colon");
    fail(cursor_.place(), fmt::format("`{}` cannot begin a value", first), "quote the value");
}

}  // namespace

Document read_yaml(std::string_view file, std::string_view text, std::vector<Issue>& issues) {
    YamlReport report(file, issues);
    if (text.size() > engine::limits::file_bytes_max) {
        report.fail({}, "file-too-large",
                    fmt::format("the file is longer than {} MiB", engine::limits::file_bytes_max >> 20),
                    "split the rule set into several files");
        return {};
    }
    if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
    check_text(text, report);
    if (report.failed()) return {};
    return BlockReader(text, report).read();
}

}  // namespace passerby::rules
