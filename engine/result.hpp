// Either a value or the error that stood in its way; nothing throws on the serving path.
#pragma once

#include <utility>
#include <variant>

#include "engine/ensure.hpp"

namespace passerby::engine {

template <class Value, class Error>
class [[nodiscard]] result {
  public:
    result(Value value) : held_(std::in_place_index<0>, std::move(value)) {}
    result(Error error) : held_(std::in_place_index<1>, std::move(error)) {}

    bool ok() const noexcept { return held_.index() == 0; }
    explicit operator bool() const noexcept { return ok(); }

    Value& value() & { return checked<0>(held_); }
    const Value& value() const& { return checked<0>(held_); }
    Value&& value() && { return std::move(checked<0>(held_)); }
    const Error& error() const& { return checked<1>(held_); }

  private:
    template <std::size_t side, class Held>
    static auto& checked(Held& held) {
        ensure(held.index() == side, "a result is read on the side it holds");
        return *std::get_if<side>(&held);
    }

    std::variant<Value, Error> held_;
};

}  // namespace passerby::engine
