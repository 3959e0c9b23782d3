// Every issue code of the rule language, with its one-line explanation: the table that SARIF, the docs and
// `allow:` are made from.
//
// Codes are stable: rule sets name them in `allow:`, machines filter by them. Whoever reports something new
// adds a row; a code that is not in the table does not compile where CodeName is asked for, and a row that
// nothing uses fails a test.
#pragma once

#include <algorithm>
#include <span>
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
    // rule tests
    // warnings
};

constexpr std::span<const Code> all_codes() {
    return code_table;
}

constexpr const Code* find_code(std::string_view name) {
    for (const Code& code : code_table) {
        if (code.name == name) return &code;
    }
    return nullptr;
}

// The name of a code of the table; any other text does not compile.
class CodeName {
  public:
    consteval CodeName(const char* name) : code_(find_code(name)) {
        if (code_ == nullptr) throw "not in the table of codes";
    }
    std::string_view name() const { return code_->name; }
    Severity severity() const { return code_->severity; }

  private:
    const Code* code_;
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
