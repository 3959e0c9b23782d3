// A text that stands in the program's own source: known when it is compiled.
//
// What a client sent is known later, so it cannot become one, on whatever way. Whoever takes an OwnText need
// not ask where it came from: the words of problems, the labels of metrics, codes in the log.
// A trivial value.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <string_view>
#include <utility>

namespace passerby::problem {

class OwnText {
  public:
    consteval OwnText(const char* text) : text_(text) {}
    consteval explicit OwnText(std::string_view text) : text_(text) {}

    constexpr std::string_view view() const { return text_; }
    constexpr operator std::string_view() const { return text_; }
    constexpr bool empty() const { return text_.empty(); }

    friend constexpr bool operator==(const OwnText&, const OwnText&) = default;
    friend constexpr auto operator<=>(const OwnText&, const OwnText&) = default;

  private:
    std::string_view text_;
};

// A table of texts that stands in our source, as such.
template <const auto& texts>
consteval auto own_texts() {
    return []<std::size_t... at>(std::index_sequence<at...>) {
        return std::array<OwnText, sizeof...(at)>{OwnText(texts[at])...};
    }
    (std::make_index_sequence<texts.size()>());
}

}  // namespace passerby::problem
