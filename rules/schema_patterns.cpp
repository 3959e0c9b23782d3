#include "rules/schema_patterns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "engine/countries.hpp"
#include "rules/json_text.hpp"

namespace passerby::rules {

namespace {

using engine::Signal;
using engine::SignalType;
using engine::Values;

constexpr std::string_view time_of_day = "([01][0-9]|2[0-3]):[0-5][0-9]";
constexpr std::string_view end_of_day = "(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)";
constexpr std::string_view days[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr std::string_view whole = "[0-9]+";
constexpr std::string_view fraction = R"([0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?)";

std::string days_pattern() {
    const std::string day = any_of_words(days);
    return fmt::format("{}(-{})?", day, day);
}

std::string range_pattern(std::string_view number) {
    return fmt::format("{}(-{})?", number, number);
}

std::string texts_schema(const Signal& signal) {
    std::vector<std::string_view> words(signal.values.begin(), signal.values.end());
    if (signal.values_are == Values::countries) {
        for (std::size_t i = 0; i < engine::country_count(); ++i) { words.push_back(engine::country_at(i)); }
    }
    if (signal.values_are == Values::regions) return pattern_schema("^[A-Za-z]{2}-[A-Za-z0-9]{1,3}$");
    return words.empty() ? std::string(any_scalar) : words_schema(words);
}

std::string numbers_schema(const Signal& signal) {
    const bool is_hour = signal.name == "time.hour";
    const std::string_view digits = is_hour             ? "0*([0-9]|1[0-9]|2[0-3])"
                                    : signal.is_whole() ? whole
                                                        : fraction;
    return fmt::format(R"({{"anyOf":[{{"type":"{}"{}}},{}]}})", signal.is_whole() ? "integer" : "number",
                       is_hour ? R"(,"minimum":0,"maximum":23)" : R"(,"minimum":0)",
                       pattern_schema("^" + range_pattern(digits) + "$"));
}

}  // namespace

std::string pattern_schema(std::string_view pattern) {
    std::string schema = R"({"type":"string","pattern":)";
    append_json_string(schema, pattern);
    return schema + '}';
}

std::string any_case(std::string_view word) {
    std::string pattern;
    for (const char c : word) {
        if (c >= 'a' && c <= 'z') {
            pattern += {'[', c, static_cast<char>(c - 'a' + 'A'), ']'};
        } else if (c >= 'A' && c <= 'Z') {
            pattern += {'[', static_cast<char>(c - 'A' + 'a'), c, ']'};
        } else {
            pattern += c;
        }
    }
    return pattern;
}

std::string any_of_words(std::span<const std::string_view> words) {
    std::string pattern = "(";
    std::string_view before;
    for (std::string_view word : words) {
        pattern += before;
        pattern += any_case(word);
        before = "|";
    }
    return pattern + ')';
}

std::string words_schema(std::span<const std::string_view> words) {
    std::string schema = R"({"anyOf":[{"enum":[)";
    std::string_view before;
    for (std::string_view word : words) {
        append_json_string(schema += before, word);
        before = ",";
    }
    return schema + "]}," + pattern_schema("^" + any_of_words(words) + "$") + "]}";
}

std::string whole_schema(double min, double max) {
    return fmt::format(R"({{"anyOf":[{{"type":"integer","minimum":{:.0f},"maximum":{:.0f}}},{}]}})", min, max,
                       pattern_schema("^-?[0-9]+$"));
}

std::string value_schema(const Signal& signal) {
    switch (signal.type) {
        case SignalType::string:
        case SignalType::set: return texts_schema(signal);
        case SignalType::integer:
        case SignalType::number: return numbers_schema(signal);
        case SignalType::boolean: return R"({"enum":[true,false,"true","false"]})";
        case SignalType::time_of_day: return pattern_schema(fmt::format("^{}-{}$", time_of_day, end_of_day));
        case SignalType::weekday: return pattern_schema("^" + days_pattern() + "$");
        case SignalType::window:
            return pattern_schema(fmt::format("^{} +{}-{}$", days_pattern(), time_of_day, end_of_day));
    }
    return std::string(any_scalar);
}

}  // namespace passerby::rules
