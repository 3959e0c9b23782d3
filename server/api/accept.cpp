#include "server/api/accept.hpp"

#include <algorithm>

namespace passerby::api {

namespace {

constexpr int unsaid = -1, whole = 1'000;  // in thousandths

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

bool same_word(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char left, char right) { return lower(left) == lower(right); });
}

std::string_view trimmed(std::string_view text) {
    const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
    text.remove_prefix(begin);
    return text.substr(0, text.find_last_not_of(" \t") + 1);
}

// Takes what stands before the next mark off the front.
std::string_view take_part(std::string_view& text, char mark) {
    const auto end = std::min(text.find(mark), text.size());
    const auto part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return trimmed(part);
}

// `0.875`; nothing wanted where it is none.
int thousandths(std::string_view weight) {
    if (weight.empty() || (weight[0] != '0' && weight[0] != '1')) { return 0; }
    int value = (weight[0] - '0') * whole, unit = whole / 10;
    for (const char digit : weight.substr(std::min<std::size_t>(2, weight.size()))) {
        if (digit < '0' || digit > '9') { return 0; }
        value += (digit - '0') * unit;
        unit /= 10;
    }
    return std::min(value, whole);
}

int weight_of(std::string_view parameters) {
    while (!parameters.empty()) {
        const auto parameter = take_part(parameters, ';');
        if (parameter.size() > 2 && lower(parameter[0]) == 'q' && parameter[1] == '=') {
            return thousandths(parameter.substr(2));
        }
    }
    return whole;
}

}  // namespace

bool prefers_html(std::string_view accept) {
    int html = unsaid, json = unsaid, any_application = unsaid, anything = unsaid;
    while (!accept.empty()) {
        auto range = take_part(accept, ',');
        const auto type = take_part(range, ';');
        const int weight = weight_of(range);
        if (same_word(type, "text/html")) { html = weight; }
        if (same_word(type, "application/json")) { json = weight; }
        if (same_word(type, "application/*")) { any_application = weight; }
        if (type == "*/*") { anything = weight; }
    }
    for (const int wider : {any_application, anything, 0}) {
        if (json == unsaid) { json = wider; }
    }
    return html > json;
}

}  // namespace passerby::api
