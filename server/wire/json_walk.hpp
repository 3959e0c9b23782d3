// One JSON document, walked once from front to back, and checked to its last byte.
//
// What the walk's owner does not ask for is skipped unread, but checked to be JSON like the rest: escapes,
// numbers, literals, depth, and that nothing follows the end. Every function that moves on returns false
// where the text is no JSON; then the walk is over.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "server/wire/json_tokens.hpp"

namespace passerby::wire {

inline constexpr std::size_t json_depth_max = 64;  // far deeper than any request, shallow for a stack

enum class JsonKind : std::uint8_t { object, list, text, flag, null, number };

// Where the walk stands. Used once: skipped, taken, or gone into. Texts live until the next document.
class JsonValue {
  public:
    // By its first byte: whether the rest is well formed shows when it is used.
    JsonKind kind() const;
    bool skip();

    // Nothing where the value is of another kind; then it was skipped.
    bool take(std::optional<std::string_view>& text);
    bool take(std::optional<double>& number);  // infinite where a double cannot hold it
    bool take(std::optional<bool>& flag);
    // Only of an object, and of a list.
    template <class Visit>  // bool(std::string_view name, JsonValue& value)
    bool each_field(Visit visit);
    template <class Visit>  // bool(JsonValue& value)
    bool each_item(Visit visit);

  private:
    friend class JsonWalk;
    JsonValue(JsonTokens& tokens, std::size_t depth) : tokens_(tokens), depth_(depth) {}

    JsonTokens& tokens_;
    std::size_t depth_;  // were it an object or a list
};

inline JsonKind JsonValue::kind() const {
    switch (tokens_.front()) {
        case '{': return JsonKind::object;
        case '[': return JsonKind::list;
        case '"': return JsonKind::text;
        case 't':
        case 'f': return JsonKind::flag;
        case 'n': return JsonKind::null;
        default: return JsonKind::number;
    }
}

inline bool JsonValue::take(std::optional<std::string_view>& text) {
    text.reset();
    if (kind() != JsonKind::text) { return skip(); }
    return tokens_.take_text(text.emplace());
}

// Owned by one thread. Allocates nothing after construction.
class JsonWalk {
  public:
    explicit JsonWalk(std::size_t bytes_max) : tokens_(bytes_max) {}

    // Visits the fields of the outermost object.
    template <class Visit>  // bool(std::string_view name, JsonValue& value)
    JsonVerdict walk(std::string_view document, Visit visit);
    // Overwrites the last document; its texts are gone.
    void forget() { tokens_.forget(); }

  private:
    JsonTokens tokens_;
};

template <class Visit>
bool JsonValue::each_field(Visit visit) {
    if (depth_ > json_depth_max || !tokens_.take('{')) { return false; }
    if (tokens_.take('}')) { return true; }
    do {
        std::string_view name;
        if (!tokens_.take_text(name) || !tokens_.take(':')) { return false; }
        JsonValue value(tokens_, depth_ + 1);
        if (!visit(name, value)) { return false; }
    } while (tokens_.take(','));
    return tokens_.take('}');
}

template <class Visit>
bool JsonValue::each_item(Visit visit) {
    if (depth_ > json_depth_max || !tokens_.take('[')) { return false; }
    if (tokens_.take(']')) { return true; }
    do {
        JsonValue value(tokens_, depth_ + 1);
        if (!visit(value)) { return false; }
    } while (tokens_.take(','));
    return tokens_.take(']');
}

template <class Visit>
JsonVerdict JsonWalk::walk(std::string_view document, Visit visit) {
    if (const auto found = tokens_.find(document); found != JsonVerdict::good) { return found; }
    JsonValue root(tokens_, 1);
    const bool is_object = root.kind() == JsonKind::object;
    const bool good = is_object ? root.each_field(visit) : root.skip();
    if (!good || !tokens_.at_end()) { return JsonVerdict::malformed; }
    return is_object ? JsonVerdict::good : JsonVerdict::not_an_object;
}

}  // namespace passerby::wire
