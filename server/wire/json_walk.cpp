#include "server/wire/json_walk.hpp"

#include "server/wire/json_grammar.hpp"

namespace passerby::wire {

namespace {

std::string_view without_blanks_behind(std::string_view token) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!token.empty() && is_blank(token.back())) { token.remove_suffix(1); }
    return token;
}

}  // namespace

bool JsonValue::skip() {
    std::string_view unread;
    switch (tokens_.front()) {
        case '{': return each_field([](std::string_view, JsonValue& value) { return value.skip(); });
        case '[': return each_item([](JsonValue& value) { return value.skip(); });
        case '"': return tokens_.take_text(unread);
        default: break;
    }
    if (tokens_.at_end()) { return false; }
    const std::string_view scalar = without_blanks_behind(tokens_.token());
    tokens_.step();
    return is_json_number(scalar) || is_json_literal(scalar);
}

bool JsonValue::take(std::optional<double>& number) {
    number.reset();
    if (kind() != JsonKind::number || tokens_.at_end()) { return skip(); }
    number = read_json_number(without_blanks_behind(tokens_.token()));
    if (number) { tokens_.step(); }
    return number.has_value();
}

bool JsonValue::take(std::optional<bool>& flag) {
    flag.reset();
    if (kind() != JsonKind::flag) { return skip(); }
    const std::string_view token = without_blanks_behind(tokens_.token());
    if (token == "true" || token == "false") { flag = token == "true"; }
    tokens_.step();
    return flag.has_value();
}

}  // namespace passerby::wire
