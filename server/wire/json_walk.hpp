// One JSON document, walked once from front to back, and checked to its last byte.
//
// What the walk's owner does not ask for is skipped unread, but checked to be JSON like the rest: escapes,
// numbers, literals, depth, and that nothing follows the end. Every function that moves on returns false
// where the text is no JSON; then the walk is over.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

namespace passerby::wire {

inline constexpr std::size_t json_depth_max = 64;  // far deeper than any request, shallow for a stack

// A view of something callable, which must outlive it.
template <class Signature>
class Callback;
template <class Result, class... Arguments>
class Callback<Result(Arguments...)> {
  public:
    template <class Callable>
    Callback(const Callable& callable)
        : callable_(&callable), call_([](const void* target, Arguments... arguments) -> Result {
              return (*static_cast<const Callable*>(target))(arguments...);
          }) {}
    Result operator()(Arguments... arguments) const { return call_(callable_, arguments...); }

  private:
    const void* callable_;
    Result (*call_)(const void*, Arguments...);
};

class JsonValue;
using VisitField = Callback<bool(std::string_view name, JsonValue& value)>;
using VisitItem = Callback<bool(JsonValue& value)>;

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
    bool each_field(VisitField visit);
    bool each_item(VisitItem visit);

  private:
    friend class JsonWalk;
    struct Inner;
    explicit JsonValue(Inner& inner) : inner_(inner) {}
    Inner& inner_;
};

// Owned by one thread; owns the parser and its buffers. Allocates nothing after construction.
class JsonWalk {
  public:
    explicit JsonWalk(std::size_t bytes_max);
    ~JsonWalk();
    JsonWalk(JsonWalk&&) noexcept;
    JsonWalk& operator=(JsonWalk&&) noexcept;

    enum class Verdict : std::uint8_t { good, too_large, malformed, not_an_object, out_of_memory };
    // Visits the fields of the outermost object.
    Verdict walk(std::string_view document, VisitField visit);
    // Overwrites the last document; its texts are gone.
    void forget();

  private:
    class Parser;
    std::unique_ptr<Parser> parser_;
};

}  // namespace passerby::wire
