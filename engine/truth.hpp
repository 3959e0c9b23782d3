// Three-valued truth after Kleene: what is not known can neither hold nor fail.
// The order no < unknown < yes makes `all` a minimum, `any` a maximum and `not` a mirror.
#pragma once

#include <cstdint>

namespace passerby::engine {

enum class Truth : std::uint8_t { no, unknown, yes };

constexpr Truth truth_of(bool holds) {
    return holds ? Truth::yes : Truth::no;
}
constexpr Truth opposite(Truth truth) {
    return static_cast<Truth>(2 - static_cast<int>(truth));
}

}  // namespace passerby::engine
