// A Context as the compiled rules see it: symbols and numbers instead of texts.
//
// Made once a decision: no text is copied but where a rule reads it whole or it is too long for one look-up.
// Every look at a rule afterwards compares small numbers. Owned by one thread and reused; once warm it
// allocates nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "engine/context.hpp"
#include "engine/folded_texts.hpp"
#include "engine/reading.hpp"
#include "engine/rule_set.hpp"
#include "engine/symbols.hpp"
#include "engine/zone.hpp"

namespace passerby::engine {

// A signal as one clock shows it: the time signals have a column for the visitor's clock and one for the
// site's, all others just one.
using Column = std::uint32_t;

constexpr bool is_time(SignalId signal) {
    return signal <= signals::time_window;
}
constexpr std::size_t time_signals = signals::time_window + 1u;

inline Column column_of(SignalId signal, Clock clock, std::size_t vocabulary_size) {
    const bool on_site_clock = clock == Clock::site && is_time(signal);
    return static_cast<Column>(on_site_clock ? vocabulary_size + signal : signal);
}

class Evidence {
  public:
    Evidence();

    // Encodes everything but time. Only of the signals read: nothing else is ever asked, so what is left
    // there of an earlier request does not matter.
    void gather(const Context& context, std::span<const Symbols> symbols, const Reading& reading);
    // Sets the time signals of both clocks.
    void tell_time(Instant now, const Zone& site, std::optional<Offset> visitor_offset);
    // Overwrites what was encoded: it was a visitor's.
    void forget();

    bool knows(Column column) const { return facts_[column].known; }
    double number(Column column) const { return facts_[column].number; }
    // At most so many symbols in all columns together.
    std::size_t symbols_max() const { return symbols_.size(); }
    std::span<const SymbolId> symbols(Column column) const {  // one of a string; of a set in no order
        return {symbols_.data() + facts_[column].first, facts_[column].count};
    }
    std::string_view folded(Column column) const {  // only of a signal that is read whole
        return texts_.at(whole_[column].first, whole_[column].size);
    }
    std::size_t vocabulary_size() const { return whole_.size(); }

  private:
    struct Fact {
        double number = 0;
        std::uint32_t first = 0;  // in symbols_
        std::uint16_t count = 0;
        bool known = false;
    };
    struct Stretch {
        std::uint32_t first = 0, size = 0;
    };
    void make_room(std::size_t vocabulary_size, const Reading& reading);
    // A short text on its way to becoming a symbol.
    struct Sought {
        ShortText text;
        const ShortTexts* in = nullptr;
        std::size_t line = 0, number = 0;  // of the symbol
    };
    void seek(std::string_view said, const Reading::Row& row, const Symbols& symbols, std::size_t number);
    void find_sought();
    SymbolId symbol_of_whole(std::string_view said, const Reading::Row& row, const Symbols& symbols);
    void set_clock(std::uint32_t minute_of_week, Column first_column);

    std::vector<Fact> facts_;        // by Column
    std::vector<SymbolId> symbols_;  // room for those that one request can bring
    std::vector<Sought> sought_;     // alike; of one request the first sought_count_
    std::size_t sought_count_ = 0;
    std::size_t symbols_reached_ = 0;  // how many of these were ever used since forget()
    std::vector<Stretch> whole_;       // by SignalId: in texts_
    FoldedTexts texts_;
};

}  // namespace passerby::engine
