#include "engine/cards.hpp"

#include <algorithm>

namespace passerby::engine {

bool Cards::holds(const CardItem& item, const Landed& landed) const {
    if (!landed.known) { return false; }
    const auto said = landed.symbols();
    const auto is_one_of_two = [&](SymbolId symbol) { return symbol == item.low() || symbol == item.high(); };
    const auto is_listed = [&](SymbolId symbol) {
        const auto list = std::span(symbols).subspan(item.operand, item.count);
        return std::find(list.begin(), list.end(), symbol) != list.end();
    };
    switch (item.kind) {
        case CardItem::Kind::one_of_two: return std::any_of(said.begin(), said.end(), is_one_of_two);
        case CardItem::Kind::none_of_two: return std::none_of(said.begin(), said.end(), is_one_of_two);
        case CardItem::Kind::one_of_list: return std::any_of(said.begin(), said.end(), is_listed);
        case CardItem::Kind::none_of_list: return std::none_of(said.begin(), said.end(), is_listed);
        case CardItem::Kind::within:
            return RankSpan{static_cast<Rank>(item.low()), static_cast<Rank>(item.high())}.has(
                landed.cell.rank);
        case CardItem::Kind::none: break;
    }
    return false;
}

}  // namespace passerby::engine
