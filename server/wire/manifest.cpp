#include "server/wire/manifest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>
#include <vector>

#include "engine/compiled_rules.hpp"
#include "rules/json_text.hpp"
#include "server/wire/json_names.hpp"

namespace passerby::wire {

namespace {

using rules::append_json_name;

// The fewest digits that are read back as the same number.
void append_number(double number, std::string& out) {
    std::array<char, 32> text;
    out.append(text.data(), std::to_chars(text.data(), text.data() + text.size(), number).ptr);
}

// One purpose is a word, two are a list; most signals have none.
void write_purpose(engine::PurposeSet needs, std::string& out) {
    std::vector<std::string_view> names;
    for (const engine::Purpose purpose : engine::asked_purposes) {
        if (needs.has(purpose)) { names.push_back(name_of(purpose)); }
    }
    if (names.empty()) { return; }
    out.append(R"(,"purpose":)");
    if (names.size() == 1) { return append_json_name(out, names.front()); }
    append_json_names(names, out);
}

void write_cuts(const engine::SignalRead& read, std::string& out) {
    out.append(R"(,"cuts":[)");
    std::string_view before;
    for (const double cut : read.cuts) { append_number(cut, out.append(std::exchange(before, ","))); }
    out.append("]");
}

// In the spelling of the list where there is one, else as rules compare them: folded, but for `page.path`.
void write_values(const engine::RuleIndex& rules, const engine::SignalRead& read, std::string& out) {
    const engine::Signal& signal = rules.vocabulary()[read.signal];
    const engine::Symbols& symbols = rules.compiled().symbols[read.signal];
    std::vector<std::string_view> values;
    for (const engine::SymbolId symbol : read.values) {
        const std::string_view text = symbols.text(symbol);
        // A string cannot be that: it says that it is none of the others.
        if (signal.type == engine::SignalType::string && text == engine::other_value) { continue; }
        values.push_back(engine::canonical_value(signal, text).value_or(text));
    }
    std::sort(values.begin(), values.end());
    append_json_names(values, out.append(R"(,"values":)"));
}

void write_signal(const engine::RuleIndex& rules, const engine::SignalRead& read, ManifestDetail detail,
                  std::string& out) {
    const engine::Signal& signal = rules.vocabulary()[read.signal];
    append_json_name(out.append(R"({"name":)"), signal.name);
    append_json_name(out.append(R"(,"type":)"), name_of(signal.type));
    write_purpose(signal.needs, out);
    if (detail == ManifestDetail::full) {
        if (read.whole) {
            out.append(R"(,"whole":true)");
        } else if (signal.is_number()) {
            write_cuts(read, out);
        } else {
            write_values(rules, read, out);
        }
    }
    out.append("}");
}

}  // namespace

void write_manifest(const engine::RuleIndex& rules, const engine::ReadByRules& read, ManifestDetail detail,
                    std::string& out) {
    append_json_name(out.append(R"({"rules":)"), rules.revision());
    out.append(R"(,"signals":[)");
    std::string_view before;
    if (read.utc_offset) {
        out.append(R"({"name":"time.utc_offset","type":"integer")");
        out.append(detail == ManifestDetail::full ? R"(,"whole":true})" : "}");
        before = ",";
    }
    for (const engine::SignalRead& signal : read.signals) {
        write_signal(rules, signal, detail, out.append(std::exchange(before, ",")));
    }
    out.append("]}");
}

}  // namespace passerby::wire
