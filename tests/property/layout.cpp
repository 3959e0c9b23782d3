#include "tests/property/layout.hpp"

#include <algorithm>
#include <cstdio>

#include "tests/property/random.hpp"

namespace passerby::property {

using reference::Tree;

namespace {

bool plain_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-' || c == '/' || c == ' ' || c == ':' || c == '+' || c == '*' || c == '?' ||
           (c & 0x80) != 0;
}

// Plain scalars may not begin with a mark, nor hold `: `, ` #`, or what flow context gives a meaning.
bool may_be_plain(const std::string& text) {
    if (text == "~") { return true; }
    if (text.empty() || !std::all_of(text.begin(), text.end(), plain_char)) { return false; }
    const bool negative = text.size() > 1 && text[0] == '-' && text[1] >= '0' && text[1] <= '9';
    const std::string_view marks = "-:?* ";
    const bool begins_well = negative || marks.find(text.front()) == marks.npos;
    return begins_well && text.back() != ' ' && text.back() != ':' && text.find(": ") == text.npos;
}

bool many_words(const std::string& text) {
    const std::size_t space = text.find(' ');
    return space != text.npos && text[space + 1] != ' ';
}

class Writer {
  public:
    explicit Writer(std::uint64_t seed)
        : random_(seed),
          step_(static_cast<std::size_t>(random_.between(1, 5))),
          line_end_(random_.percent(20) ? "\r\n" : "\n"),
          talkative_(random_.pick({0, 0, 5, 25})),
          flowing_(random_.pick({5, 30, 60})) {}

    std::string document(const Tree& tree) {
        if (random_.percent(10)) { out_ += "\xEF\xBB\xBF"; }
        chatter(0);
        if (random_.percent(15)) { out_ += "---" + line_end_; }
        if (!tree.is_map() || tree.entries.empty()) {
            out_ += "{}" + line_end_;
        } else {
            mapping(tree, 0);
        }
        if (random_.percent(10)) { out_ += "..." + line_end_; }
        return out_;
    }

  private:
    // ---- what stands between the lines

    void chatter(std::size_t indent) {
        while (random_.percent(talkative_)) {
            if (random_.percent(50)) {
                out_ += std::string(random_.pick({std::size_t{0}, indent}), ' ') + comment();
            }
            out_ += line_end_;
        }
    }
    std::string comment() {
        return random_.pick<const char*>({"# as agreed", "#", "# a: [b, {c", "# \"so to say", "#- x: 'y"});
    }
    void end_line(std::size_t indent) {
        if (random_.percent(talkative_)) { out_ += " " + comment(); }
        if (random_.percent(talkative_ / 4)) { out_ += "  "; }
        out_ += line_end_;
        chatter(indent);
    }

    // ---- scalars

    enum class Where { in_block, in_flow };
    std::string scalar(const std::string& text, Where where) {
        const int luck = random_.between(0, 99);
        // The oracle's library does not take a question mark inside brackets, though YAML does.
        const bool plain = may_be_plain(text) && (where == Where::in_block || text.find('?') == text.npos);
        if (plain && luck < 70) { return text; }
        const bool printable =
            std::all_of(text.begin(), text.end(), [](char c) { return c < 0 || c >= 0x20; });
        return printable && luck < 85 ? single_quoted(text) : double_quoted(text);
    }
    static std::string single_quoted(const std::string& text) {
        std::string out = "'";
        for (const char c : text) { out += c == '\'' ? "''" : std::string(1, c); }
        return out + "'";
    }
    std::string double_quoted(const std::string& text) {
        std::string out = "\"";
        for (const char c : text) {
            char escape[8];
            if (c == '"' || c == '\\') {
                out += std::string("\\") + c;
            } else if ((c >= 0 && c < 0x20) || (c > 0x20 && random_.percent(3))) {
                std::snprintf(escape, sizeof escape, random_.percent(50) ? "\\x%02x" : "\\u%04X",
                              static_cast<unsigned>(static_cast<unsigned char>(c)));
                out += escape;
            } else {
                out += c;
            }
        }
        return out + "\"";
    }

    // A scalar as a value in block context: there it may run over several lines.
    void block_scalar(const std::string& text, std::size_t indent) {
        const std::string margin(indent + step_, ' ');
        const bool tame = may_be_plain(text) && text.back() != '\n';
        if (tame && random_.percent(5)) {
            out_ += std::string(random_.pick<const char*>({" |-", " >-"})) + line_end_ + margin + text +
                    line_end_;
            return chatter(indent);
        }
        if (tame && many_words(text) && random_.percent(30)) {  // one space, folded from a line break
            const std::size_t space = text.find(' ');
            out_ += " " + text.substr(0, space) + line_end_ + margin + text.substr(space + 1);
            return end_line(indent);
        }
        out_ += std::string(static_cast<std::size_t>(random_.percent(10) ? 2 : 1), ' ') +
                scalar(text, Where::in_block);
        end_line(indent);
    }

    // ---- flow

    std::string space() { return random_.percent(15) ? "" : " "; }
    // Inside brackets a line may end anywhere, as long as the next is further in than the key.
    std::string gap(std::size_t indent) {
        return random_.percent(talkative_ / 2) ? line_end_ + std::string(indent + step_, ' ') : space();
    }
    std::string flow(const Tree& tree, std::size_t indent) {
        if (tree.is_scalar()) { return scalar(tree.text, Where::in_flow); }
        const bool list = tree.is_list();
        std::string out;
        const auto part = [&](const std::string& text) {
            out += (out.empty() ? "" : "," + gap(indent)) + text;
        };
        for (const Tree& item : tree.items) { part(flow(item, indent)); }
        for (const auto& [key, value] : tree.entries) {
            part(scalar(key, Where::in_flow) + ": " + flow(value, indent));
        }
        if (!out.empty() && random_.percent(5)) { out += ","; }
        return (list ? "[" : "{") + gap(indent) + out + gap(indent) + (list ? "]" : "}");
    }

    // ---- block

    void value(const Tree& tree, std::size_t indent) {
        if (tree.is_scalar()) { return block_scalar(tree.text, indent); }
        const bool empty = tree.items.empty() && tree.entries.empty();
        if (empty || random_.percent(flowing_)) {
            out_ += " " + flow(tree, indent);
            return end_line(indent);
        }
        end_line(indent + step_);
        if (tree.is_map()) { return mapping(tree, indent + step_); }
        list(tree, random_.percent(40) ? indent : indent + step_);
    }

    void mapping(const Tree& tree, std::size_t indent) {
        for (const auto& [key, child] : tree.entries) {
            out_ += std::string(indent, ' ');
            entry(key, child, indent);
        }
    }
    void entry(const std::string& key, const Tree& child, std::size_t indent) {
        out_ += scalar(key, Where::in_block) + (random_.percent(5) ? " :" : ":");
        value(child, indent);
    }

    void list(const Tree& tree, std::size_t indent) {
        for (const Tree& item : tree.items) {
            out_ += std::string(indent, ' ') + "-";
            const bool on_the_dash = item.is_map() && !item.entries.empty() && random_.percent(60);
            on_the_dash ? mapping_on_dash(item, indent) : list_item(item, indent);
        }
    }
    void list_item(const Tree& item, std::size_t indent) {
        if (item.is_map() && !item.entries.empty() && !random_.percent(flowing_)) {
            end_line(indent + step_);
            return mapping(item, indent + step_);
        }
        if (item.is_scalar()) { return block_scalar(item.text, indent); }
        out_ += " " + flow(item, indent);
        end_line(indent);
    }
    // `- id: …`, the further keys below the first.
    void mapping_on_dash(const Tree& item, std::size_t indent) {
        const auto spaces = static_cast<std::size_t>(random_.between(1, 4));
        const std::size_t column = indent + 1 + spaces;
        for (std::size_t i = 0; i < item.entries.size(); ++i) {
            out_ += std::string(i == 0 ? spaces : column, ' ');
            entry(item.entries[i].first, item.entries[i].second, column);
        }
    }

    Random random_;
    std::size_t step_;
    std::string line_end_;
    int talkative_, flowing_;  // per cent
    std::string out_;
};

}  // namespace

std::string lay_out(const Tree& tree, std::uint64_t seed) {
    return Writer(seed).document(tree);
}

}  // namespace passerby::property
