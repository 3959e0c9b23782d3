#include "engine/symbols.hpp"

#include "engine/ensure.hpp"
#include "engine/text_hash.hpp"

namespace passerby::engine {

namespace {

std::uint32_t tag_of(std::uint64_t hash) {
    return static_cast<std::uint32_t>(hash >> 32);
}

}  // namespace

const Symbols::Cell& Symbols::cell_of(std::string_view sought, std::uint64_t hash) const {
    const std::size_t mask = cells_.size() - 1;
    for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
        const Cell& cell = cells_[at];
        if (cell.id == unlisted || (cell.tag == tag_of(hash) && text(cell.id) == sought)) { return cell; }
    }
}

std::optional<SymbolId> Symbols::find(std::string_view text) const {
    if (settled_ && text.size() <= ShortText::size_max) {
        const SymbolId id = short_texts_.find(ShortText::of(text));
        return id == unlisted ? std::nullopt : std::optional(id);
    }
    const Cell& cell = cell_of(text, hash_of(text));
    return cell.id == unlisted ? std::nullopt : std::optional(cell.id);
}

SymbolId Symbols::find_folded(std::string_view said, FoldedTexts& room) const {
    const std::size_t end = room.size();
    const SymbolId id = find(room.append_folded(said)).value_or(unlisted);
    room.cut(end);
    return id;
}

SymbolId Symbols::intern(std::string_view text) {
    ensure(!settled_, "nothing is interned once symbols are settled");
    if (size() * 2 >= cells_.size()) { grow(); }
    const std::uint64_t hash = hash_of(text);
    auto& cell = const_cast<Cell&>(cell_of(text, hash));
    if (cell.id == unlisted) {
        cell = {tag_of(hash), static_cast<SymbolId>(size())};
        texts_.push_back(text);
    }
    return cell.id;
}

void Symbols::grow() {
    cells_.assign(cells_.size() * 2, Cell{});
    for (SymbolId id = 0; id < size(); ++id) {
        const std::uint64_t hash = hash_of(text(id));
        const_cast<Cell&>(cell_of(text(id), hash)) = {tag_of(hash), id};
    }
}

void Symbols::settle() {
    std::size_t count = 0;
    for (SymbolId id = 0; id < size(); ++id) { count += text(id).size() <= ShortText::size_max; }
    short_texts_ = ShortTexts(count);
    for (SymbolId id = 0; id < size(); ++id) {
        if (text(id).size() <= ShortText::size_max) { short_texts_.add(ShortText::of(text(id)), id); }
    }
    settled_ = true;
}

}  // namespace passerby::engine
