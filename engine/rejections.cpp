#include "engine/rejections.hpp"

#include <numeric>

namespace passerby::engine {

void Rejections::fill(const Fields& fields, std::span<const Item> items) {
    std::vector<OfField> all(fields.fields.size());
    for (const Item& item : items) {
        OfField& of = all[item.field];
        of.starts.resize(fields.fields[item.field].values() + 1);
        for (const SymbolId symbol : item.symbols) { ++of.starts[symbol + 1]; }
        of.everybody.push_back(item.position);
    }
    for (OfField& of : all) {
        std::partial_sum(of.starts.begin(), of.starts.end(), of.starts.begin());
        of.positions.resize(of.starts.empty() ? 0 : of.starts.back());
    }
    // Each start moves on to where the next begins, and is put back.
    for (const Item& item : items) {
        OfField& of = all[item.field];
        for (const SymbolId symbol : item.symbols) { of.positions[of.starts[symbol]++] = item.position; }
    }
    for (FieldId field = 0; field < all.size(); ++field) {
        OfField& of = all[field];
        if (of.everybody.empty()) { continue; }
        of.field = field;
        of.starts.insert(of.starts.begin(), 0);
        of.starts.pop_back();
        fields_.push_back(std::move(of));
    }
}

std::size_t Rejections::bytes() const {
    std::size_t bytes = 0;
    for (const OfField& of : fields_) {
        bytes += sizeof of + of.starts.size() * sizeof(std::uint32_t) +
                 (of.positions.size() + of.everybody.size()) * sizeof(Position);
    }
    return bytes;
}

}  // namespace passerby::engine
