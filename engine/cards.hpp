// What a rule asks, on one cache line: for the candidates of which the lanes cannot tell whether they hold.
//
// Most rules ask a few values or ranges of a few signals; all of that fits on a card, in the index's own
// words (fields, symbols, ranks). The others are left to the program. Immutable after compile.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/fields.hpp"

namespace passerby::engine {

struct CardItem {
    enum class Kind : std::uint8_t {
        none,        // cannot be told on a card
        one_of_two,  // a symbol below 65,536 each; the same twice for one
        none_of_two,
        one_of_list,  // symbols in Cards::symbols
        none_of_list,
        within,  // ranks, as a RankSpan has them
    };
    FieldId field = 0;
    Kind kind = Kind::none;
    std::uint8_t count = 0;     // of a list
    std::uint32_t operand = 0;  // two of 16 bits, or where a list begins

    std::uint32_t low() const { return operand & 0xFFFF; }
    std::uint32_t high() const { return operand >> 16; }
    static constexpr std::uint32_t both(std::uint32_t low, std::uint32_t high) { return low | high << 16; }
};

struct alignas(64) Card {
    static constexpr std::size_t items_max = 7;

    std::uint8_t count = 0;
    bool whole = false;  // else the program must be asked
    std::array<CardItem, items_max> items{};

    void add(const CardItem& item) {
        whole = whole && item.kind != CardItem::Kind::none && count < items_max;
        if (whole) { items[count++] = item; }
    }
};
static_assert(sizeof(Card) == 64);

struct Cards {
    std::vector<Card> of_rule;           // by RuleId
    std::vector<std::uint32_t> symbols;  // of lists

    // Only of a card that is whole.
    bool holds(const Card& card, const Landing& landing) const {
        for (std::size_t i = 0; i < card.count; ++i) {
            if (!holds(card.items[i], landing.in(card.items[i].field))) { return false; }
        }
        return true;
    }
    std::size_t bytes() const {
        return of_rule.size() * sizeof(Card) + symbols.size() * sizeof(std::uint32_t);
    }

  private:
    bool holds(const CardItem& item, const Landed& landed) const;
};

}  // namespace passerby::engine
