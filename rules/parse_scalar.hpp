// Single values, read as the key or signal they stand for asks, never as YAML would guess.
//
// The free functions know the forms and nothing else; ScalarReader adds the remarks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "rules/report.hpp"

namespace passerby::rules {

// 1–64 of `a-z 0-9 . _ -`, beginning with a letter or digit.
bool is_id(std::string_view text);
// Decimal digits with an optional `-`. Numbers beyond every bound come out as ±1e300.
std::optional<double> read_whole(std::string_view text);
// The same with a fraction and an exponent.
std::optional<double> read_number(std::string_view text);
// A number as JSON writes it, to be copied digit by digit.
bool is_json_number(std::string_view text);
// The length of the number without sign that the text begins with; 0 if there is none.
std::size_t number_length(std::string_view text);
// The number as people write it: `50`, `0.5`, `1e+15`.
std::string spell_number(double number);

struct Bounds {
    double min, max;
};

class ScalarReader {
  public:
    explicit ScalarReader(Report& report) : report_(report) {}

    // Each says what is wrong and answers nothing where it cannot be read. `what` is how the author knows
    // the value, e.g. "`priority`".
    std::optional<std::string_view> text(Node node, std::string_view what);
    std::optional<double> whole(Node node, std::string_view what, Bounds bounds);
    std::optional<double> number(Node node, std::string_view what, Bounds bounds);
    std::optional<bool> boolean(Node node, std::string_view what);
    std::optional<std::size_t> word(Node node, std::string_view what,
                                    std::span<const std::string_view> words);
    std::optional<double> weight(Node node);
    // An id to be given to something new.
    std::optional<std::string_view> new_id(Node node, std::string_view what);

    bool is_mapping(Node node, std::string_view what, std::string_view hint = {});
    bool is_list(Node node, std::string_view what, std::string_view hint = {});  // not empty, not too long

  private:
    std::optional<double> within(Node node, std::string_view what, double value, Bounds bounds);

    Report& report_;
};

}  // namespace passerby::rules
