#include "rules/parse_scalar.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "engine/limits.hpp"

namespace passerby::rules {

namespace limits = engine::limits;

namespace {

constexpr double beyond_every_bound = 1e300;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_id_letter(char c) {
    return (c >= 'a' && c <= 'z') || is_digit(c);
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::size_t digits_at(std::string_view text, std::size_t from) {
    std::size_t end = from;
    while (end < text.size() && is_digit(text[end])) { ++end; }
    return end - from;
}

// The text is known to be a number in our form.
double convert(std::string_view text) {
    double value = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (fault == std::errc()) { return value + 0.0; }  // no negative zero
    const std::size_t exponent = text.find_first_of("eE");
    const bool tiny = exponent != std::string_view::npos && text[exponent + 1] == '-';
    if (tiny) { return 0; }
    return text.front() == '-' ? -beyond_every_bound : beyond_every_bound;
}

// What a word of an id would be if its author kept to the letters.
std::string mended_id(std::string_view text) {
    std::string out;
    for (const char c : lowered(text)) {
        if (is_id_letter(c) || ((c == '.' || c == '_' || c == '-') && !out.empty())) {
            out += c;
        } else if (!out.empty() && out.back() != '-') {
            out += '-';
        }
    }
    while (!out.empty() && out.back() == '-') { out.pop_back(); }
    return out;
}

}  // namespace

bool is_id(std::string_view text) {
    return !text.empty() && text.size() <= limits::id_bytes_max && is_id_letter(text.front()) &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return is_id_letter(c) || c == '.' || c == '_' || c == '-'; });
}

std::optional<double> read_whole(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.empty() || digits_at(digits, 0) != digits.size()) { return std::nullopt; }
    return convert(text);
}

std::size_t number_length(std::string_view text) {
    std::size_t end = digits_at(text, 0);
    if (end == 0) { return 0; }
    if (end < text.size() && text[end] == '.') {
        const std::size_t fraction = digits_at(text, end + 1);
        if (fraction > 0) { end += 1 + fraction; }
    }
    if (end < text.size() && (text[end] == 'e' || text[end] == 'E')) {
        std::size_t digits = end + 1;
        if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) { ++digits; }
        const std::size_t exponent = digits_at(text, digits);
        if (exponent > 0) { end = digits + exponent; }
    }
    return end;
}

std::optional<double> read_number(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const std::size_t length = number_length(digits);
    if (length == 0 || length != digits.size()) { return std::nullopt; }
    return convert(text);
}

bool is_json_number(std::string_view text) {
    const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
    const bool padded = digits.size() > 1 && digits[0] == '0' && is_digit(digits[1]);
    return !padded && !digits.empty() && number_length(digits) == digits.size();
}

std::string spell_number(double number) {
    if (number == static_cast<double>(static_cast<long long>(number)) && number < 1e15 && number > -1e15) {
        return std::to_string(static_cast<long long>(number));
    }
    return fmt::format("{}", number);
}

std::optional<std::string_view> ScalarReader::text(Node node, std::string_view what) {
    if (!node.is_scalar()) {
        report_.say(node, "wrong-kind",
                    fmt::format("{} is a single value, not {}", what, name_of(node.kind())));
        return std::nullopt;
    }
    if (node.text().empty()) {
        report_.say(node, "empty", fmt::format("{} is empty", what));
        return std::nullopt;
    }
    return node.text();
}

std::optional<double> ScalarReader::within(Node node, std::string_view what, double value, Bounds bounds) {
    if (value >= bounds.min && value <= bounds.max) { return value; }
    report_.say(node, "out-of-range",
                fmt::format("{} is {}, which is out of range", what, backticked(node.text())),
                fmt::format("it lies between {} and {}", spell_number(bounds.min), spell_number(bounds.max)));
    return std::nullopt;
}

std::optional<double> ScalarReader::whole(Node node, std::string_view what, Bounds bounds) {
    const auto written = text(node, what);
    if (!written) { return std::nullopt; }
    if (const auto value = read_whole(*written)) { return within(node, what, *value, bounds); }
    report_.say(node, "not-a-number", fmt::format("{} is a whole number, not {}", what, backticked(*written)),
                "write it in digits, e.g. `10`");
    return std::nullopt;
}

std::optional<double> ScalarReader::number(Node node, std::string_view what, Bounds bounds) {
    const auto written = text(node, what);
    if (!written) { return std::nullopt; }
    if (const auto value = read_number(*written)) { return within(node, what, *value, bounds); }
    report_.say(node, "not-a-number", fmt::format("{} is a number, not {}", what, backticked(*written)),
                "write it in digits, e.g. `10` or `2.5`");
    return std::nullopt;
}

std::optional<double> ScalarReader::weight(Node node) {
    const auto written = text(node, "`weight`");
    if (!written) { return std::nullopt; }
    const auto value = read_number(*written);
    if (!value) { return number(node, "`weight`", {0, limits::weight_max}); }
    if (*value > 0 && *value <= limits::weight_max) { return value; }
    report_.say(node, "out-of-range",
                fmt::format("`weight` is {}, which is out of range", backticked(*written)),
                "it is more than 0 and at most 1000000");
    return std::nullopt;
}

std::optional<bool> ScalarReader::boolean(Node node, std::string_view what) {
    const auto written = text(node, what);
    if (!written) { return std::nullopt; }
    if (*written == "true" || *written == "false") { return *written == "true"; }
    const std::string small = lowered(*written);
    std::string hint = "write `true` or `false`";
    if (small == "yes" || small == "on" || small == "1" || small == "true") { hint = "write `true`"; }
    if (small == "no" || small == "off" || small == "0" || small == "false") { hint = "write `false`"; }
    report_.say(node, "unknown-word",
                fmt::format("{} is `true` or `false`, not {}", what, backticked(*written)), hint);
    return std::nullopt;
}

std::optional<std::size_t> ScalarReader::word(Node node, std::string_view what,
                                              std::span<const std::string_view> words) {
    const auto written = text(node, what);
    if (!written) { return std::nullopt; }
    const std::string small = lowered(*written);
    const auto at = std::find(words.begin(), words.end(), small);
    if (at != words.end()) { return static_cast<std::size_t>(at - words.begin()); }
    report_.say(node, "unknown-word",
                fmt::format("{} is {}, not {}", what, listed(words), backticked(*written)),
                report_.did_you_mean(*written, words));
    return std::nullopt;
}

std::optional<std::string_view> ScalarReader::new_id(Node node, std::string_view what) {
    const auto written = text(node, what);
    if (!written) { return std::nullopt; }
    if (*written == "none") {
        report_.say(node, "reserved-id", fmt::format("{} cannot be called `none`, which is reserved", what),
                    "`none` stands for an empty slot in tests of rules");
        return std::nullopt;
    }
    if (is_id(*written)) { return written; }
    if (written->size() > limits::id_bytes_max) {
        report_.say(node, "bad-id",
                    fmt::format("the id of {} has more than {} characters", what, limits::id_bytes_max),
                    "choose a shorter one");
        return std::nullopt;
    }
    const std::string mended = mended_id(*written);
    report_.say(node, "bad-id", fmt::format("{} cannot be called {}", what, backticked(*written)),
                is_id(mended) && mended != "none"
                    ? fmt::format("use `a-z 0-9 . _ -` only, e.g. `{}`", mended)
                    : "use `a-z 0-9 . _ -` only, beginning with a letter or digit");
    return std::nullopt;
}

bool ScalarReader::is_mapping(Node node, std::string_view what, std::string_view hint) {
    if (node.is_mapping()) { return true; }
    report_.say(node, "wrong-kind", fmt::format("{} is a mapping, not {}", what, name_of(node.kind())),
                std::string(hint));
    return false;
}

bool ScalarReader::is_list(Node node, std::string_view what, std::string_view hint) {
    if (!node.is_sequence()) {
        report_.say(node, "wrong-kind", fmt::format("{} is a list, not {}", what, name_of(node.kind())),
                    std::string(hint));
        return false;
    }
    if (node.size() == 0) {
        report_.say(node, "empty", fmt::format("{} is an empty list", what));
        return false;
    }
    if (node.size() > limits::list_values_max) {
        report_.say(node, "too-many-values",
                    fmt::format("{} has {} values; a list has at most {}", what, node.size(),
                                limits::list_values_max));
        return false;
    }
    return true;
}

}  // namespace passerby::rules
