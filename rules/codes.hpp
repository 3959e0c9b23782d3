// Every issue code of the rule language, with its one-line explanation: the table that SARIF, the docs and
// `allow:` are made from.
//
// Codes are stable: rule sets name them in `allow:`, machines filter by them. Whoever reports something new
// adds a row; a code that is not in the table does not compile where CodeName is asked for, and a row that
// nothing uses fails a test.
#pragma once

#include <cstddef>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

#include "rules/issue.hpp"

namespace passerby::rules {

struct Code {
    std::string_view name;
    Severity severity;
    std::string_view meaning;  // one line, lower case, no full stop
};

inline constexpr Code code_table[] = {
    // files
    {"unreadable", Severity::error, "a file or folder does not exist or cannot be read"},
    {"file-too-large", Severity::error, "a file is longer than the language allows"},
    // text and YAML
    {"not-utf8", Severity::error, "a file holds bytes that are not UTF-8"},
    {"control-character", Severity::error, "a file holds NUL or another control character"},
    {"yaml-syntax", Severity::error, "the text is not YAML"},
    {"yaml-alias", Severity::error, "an alias (`*name`), which the language does not have"},
    {"yaml-anchor", Severity::error, "an anchor (`&name`), which the language does not have"},
    {"yaml-tag", Severity::error, "a tag (`!!str`), which the language does not have"},
    {"yaml-merge", Severity::error, "a merge key (`<<`), which the language does not have"},
    {"yaml-key", Severity::error, "a key that is a list or a mapping"},
    {"yaml-documents", Severity::error, "more than one YAML document in a file"},
    {"duplicate-key", Severity::error, "a key twice in one mapping"},
    {"too-deep", Severity::error, "nested deeper than the language allows"},
    {"scalar-too-long", Severity::error, "a single value is longer than the language allows"},
    // rule files
    {"too-many-problems", Severity::error, "so many problems that the rest is not shown"},
    {"wrong-kind", Severity::error, "a mapping, a list or a single value where another of them belongs"},
    {"unknown-key", Severity::error, "a key that the language does not have there"},
    {"missing-key", Severity::error, "a key that must be there is not"},
    {"empty", Severity::error, "an empty list, mapping or value where there must be something"},
    {"one-of", Severity::error, "of several keys exactly one belongs there"},
    {"bad-id", Severity::error,
     "an id that is not 1 to 64 of `a-z 0-9 . _ -`, beginning with a letter or digit"},
    {"reserved-id", Severity::error, "an id that the language keeps for itself"},
    {"duplicate-id", Severity::error, "a name that something else of the rule set has"},
    {"duplicate-entry", Severity::error, "the same thing twice in one list"},
    {"unknown-word", Severity::error, "a word that is none of those possible"},
    {"not-a-number", Severity::error, "a value that is not written as a number of its kind"},
    {"out-of-range", Severity::error, "a number or text beyond its bounds"},
    {"unknown-slot", Severity::error, "a slot that nothing defines"},
    {"unknown-content", Severity::error, "a content that nothing defines"},
    {"unknown-segment", Severity::error, "a segment that nothing defines"},
    {"unknown-signal", Severity::error, "a signal that is neither built in nor declared"},
    {"unknown-warning", Severity::error, "an `allow` of something that is no warning"},
    {"unknown-operator", Severity::error, "an operator that the language does not have"},
    {"wrong-operator", Severity::error, "an operator or key that does not go with that type of signal"},
    {"impossible-value", Severity::error, "a value that the signal can never have"},
    {"backwards-range", Severity::error, "a range whose end lies before its beginning, where none may wrap"},
    {"empty-span", Severity::error, "a span of time with nothing in it"},
    {"not-a-time", Severity::error, "a value that is not written as a time of its kind"},
    {"not-a-day", Severity::error, "a value that is no day of the week"},
    {"bad-language", Severity::error, "a language that is not written like `en` or `de-CH`"},
    {"segment-cycle", Severity::error, "a segment that reaches itself"},
    {"unknown-timezone", Severity::error, "a time zone that the system does not know"},
    {"two-timezones", Severity::error, "two time zones in one rule set"},
    {"bad-signal-name", Severity::error, "a name that a declared signal cannot have"},
    {"personal-signal", Severity::error, "a signal that would identify a person"},
    {"builtin-signal", Severity::error, "a declaration of a signal that is built in"},
    {"too-many-values", Severity::error, "a list longer than the language allows"},
    {"too-many-tests", Severity::error, "a rule with more tests than the language allows"},
    {"too-many-rules", Severity::error, "more rules than the language allows"},
    {"too-many-slots", Severity::error, "more slots than the language allows"},
    {"too-many-signals", Severity::error, "more declared signals than the language allows"},
    // rule tests
    {"unknown-rule", Severity::error, "a test that names a rule that nothing defines"},
    {"impossible-test", Severity::error, "a test that expects what can never be"},
    // warnings
    {"too-many-warnings", Severity::warning, "so many warnings that the rest is not shown"},
    {"shadowed", Severity::warning, "a rule that a rule of higher priority always beats"},
    {"contradiction", Severity::warning, "tests that can never hold together"},
    {"expired", Severity::warning, "a rule whose last day has passed"},
    {"unused-content", Severity::warning, "a content that nothing shows"},
    {"unused-segment", Severity::warning, "a segment that no rule or slot uses"},
    {"unfilled-slot", Severity::warning, "a slot that nothing fills"},
    {"uneven-split", Severity::warning, "a share that 100 buckets cannot give"},
    {"too-narrow", Severity::warning, "a rule for so few visits that it singles somebody out"},
    {"near-twins", Severity::warning, "two rules that differ by a handful of visits"},
    {"city-hour-device", Severity::warning, "a city, an hour and a device, asked for at once"},
    {"path-and-place", Severity::warning, "one path together with a place"},
    {"known-only", Severity::warning, "a rule that asks no more than that a signal is known"},
    {"sensitive", Severity::warning, "a sensitive topic together with something about the visitor"},
    {"budget-not-enforced", Severity::warning, "a budget, which is not counted yet"},
};

constexpr std::span<const Code> all_codes() {
    return code_table;
}

// The row of a code, or the table's size.
constexpr std::size_t row_of_code(std::string_view name) {
    std::size_t row = 0;
    while (row < std::size(code_table) && code_table[row].name != name) { ++row; }
    return row;
}

constexpr const Code* find_code(std::string_view name) {
    const std::size_t row = row_of_code(name);
    return row < std::size(code_table) ? &code_table[row] : nullptr;
}

// The name of a code of the table; any other text does not compile.
class CodeName {
  public:
    consteval CodeName(const char* name) : row_(row_of_code(name)) {
        if (row_ == std::size(code_table)) throw "not in the table of codes";
    }
    std::string_view name() const { return code_table[row_].name; }
    Severity severity() const { return code_table[row_].severity; }

  private:
    std::size_t row_;
};

// The one way to make an Issue: its severity is the code's.
struct IssuePlace {
    std::string_view file;
    std::uint32_t line = 0, column = 0;
};
inline Issue make_issue(IssuePlace place, CodeName code, std::string message, std::string hint = {}) {
    return {code.severity(),          std::string(place.file), place.line,     place.column,
            std::string(code.name()), std::move(message),      std::move(hint)};
}

}  // namespace passerby::rules
