// Regular expressions and small schemas for the values of the language, as JSON Schema writes them.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "engine/vocabulary.hpp"

namespace passerby::rules {

// A single value in any spelling: YAML's idea of its type does not matter.
inline constexpr std::string_view any_scalar = R"({"type":["string","number","boolean","null"]})";

// {"type":"string","pattern":…}
std::string pattern_schema(std::string_view pattern);
// The word in any case, for a pattern: `[dD][eE]`.
std::string any_case(std::string_view word);
// `(mon|tue|…)` in any case.
std::string any_of_words(std::span<const std::string_view> words);

// One of the words: as a list, which editors offer, and in any case.
std::string words_schema(std::span<const std::string_view> words);
// A whole number, quoted or not.
std::string whole_schema(double min, double max);
// One value of the signal, or one range where the type has ranges.
std::string value_schema(const engine::Signal& signal);

}  // namespace passerby::rules
