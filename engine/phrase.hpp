// Why a choice was made, in words for the visitor: the part of "Shown because …" that one test gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "engine/rule_set.hpp"
#include "engine/wording.hpp"

namespace passerby::engine {

// "you are in Germany, Austria or Switzerland": what one operator of a test says, its `negated` aside, which
// the caller minds (a `not` around a `{not: …}` says it after all). Bounded in length, whatever the author
// wrote.
std::string phrase(const Signal& signal, const Operator& op);

// The same in its parts, for those who say a lot: of texts a frame, which few operators differ in, and names.

// How texts are told: as values of which one or all hold, as patterns, or as the countries they begin with.
enum class Telling : std::uint8_t { any_of, all_of, prefix, glob, countries };
inline constexpr std::size_t telling_count = 5;
Telling telling_of(const Signal& signal, const Operator& op);

// What a frame may depend on.
enum class Amount : std::uint8_t { one, few, many };
inline constexpr std::size_t amount_count = 3;
constexpr Amount amount_of(std::size_t total) {
    return total > told_max ? Amount::many : total > 1 ? Amount::few : Amount::one;
}

struct ListFrame {
    std::string before, after;                // "this page is in the " … " section"
    std::string conjunction;                  // " or "
    std::string before_number, after_number;  // " or " … " other sections"; empty where all are told
    bool one_article = false;                 // "a phone or tablet": one serves all that have the same

    friend bool operator==(const ListFrame&, const ListFrame&) = default;
};
ListFrame list_frame(const Signal& signal, Telling telling, std::size_t total);

std::string name_of(const Signal& signal, Telling telling, std::string_view text);

// `told` are the first of `total` names: as many as told_of() says. Allocates nothing once `out` has the
// room.
void append_list(const ListFrame& frame, std::span<const std::string_view> told, std::size_t total,
                 std::string& out);

}  // namespace passerby::engine
