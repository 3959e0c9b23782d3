#include "engine/cards.hpp"

#include <algorithm>

namespace passerby::engine {

bool Cards::holds(const CardItem& item, std::span<const Landed> landed) const {
    if (landed.front().bucket == unknown_bucket) { return false; }
    const auto is_one_of_two = [&](const Landed& at) {
        return at.value == item.low() || at.value == item.high();
    };
    const auto is_listed = [&](const Landed& at) {
        const auto list = std::span(symbols).subspan(item.operand, item.count);
        return std::find(list.begin(), list.end(), at.value) != list.end();
    };
    switch (item.kind) {
        case CardItem::Kind::one_of_two: return std::any_of(landed.begin(), landed.end(), is_one_of_two);
        case CardItem::Kind::none_of_two: return std::none_of(landed.begin(), landed.end(), is_one_of_two);
        case CardItem::Kind::one_of_list: return std::any_of(landed.begin(), landed.end(), is_listed);
        case CardItem::Kind::none_of_list: return std::none_of(landed.begin(), landed.end(), is_listed);
        case CardItem::Kind::within:
            return RankSpan{static_cast<Rank>(item.low()), static_cast<Rank>(item.high())}.has(
                landed.front().rank);
        case CardItem::Kind::none: break;
    }
    return false;
}

}  // namespace passerby::engine
