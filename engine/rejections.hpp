// Who must not have a value, value by value: rules that clusters find are crossed off again by position.
//
// What a rule rejects says little about where to find it, and where values share a bucket no lane can tell
// it. Only what a rule rejects in any case is listed here; clusters then need not ask for it. Immutable after
// compile.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "engine/fields.hpp"
#include "engine/position.hpp"

namespace passerby::engine {

class Rejections {
  public:
    // That a rule rejects these symbols of a field.
    struct Item {
        FieldId field;
        std::span<const SymbolId> symbols;
        Position position;
    };

    // Makes the lists of all.
    void fill(const Fields& fields, std::span<const Item> items);

    // `rejected(std::span<const Position>)` for each list that the request meets.
    template <class Rejected>
    void for_each(const Landing& landing, Rejected&& rejected) const {
        for (const OfField& of : fields_) {
            const Landed& landed = landing.in(of.field);
            if (!landed.known) { rejected(std::span(of.everybody)); }
            for (const SymbolId symbol : landed.symbols()) {
                if (symbol + std::size_t{1} < of.starts.size()) { rejected(of.list(symbol)); }
            }
        }
    }
    std::size_t bytes() const;

  private:
    struct OfField {
        FieldId field = 0;
        std::vector<std::uint32_t> starts;  // by symbol: in `positions`; one more for the end
        std::vector<Position> positions;
        std::vector<Position> everybody;  // who rejects anything: a value must be known for that

        std::span<const Position> list(SymbolId symbol) const {
            return std::span(positions).subspan(starts[symbol], starts[symbol + 1] - starts[symbol]);
        }
    };
    std::vector<OfField> fields_;
};

}  // namespace passerby::engine
