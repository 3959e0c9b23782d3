// A Context as the compiled rules see it: symbols and numbers instead of texts.
//
// Made once a decision; every look at a rule afterwards compares small numbers. Owned by one thread and
// reused; once warm it allocates nothing.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/context.hpp"
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

// Known, and named by no rule: unlike every value that a test lists.
inline constexpr SymbolId unlisted = UINT32_MAX;

// What one rule set reads, so that nothing else is encoded.
struct Reading {
    std::vector<SignalId> signals;  // ascending, without the time signals
    std::vector<bool> whole;        // by SignalId: a prefix or glob needs the text itself
};

class Evidence {
  public:
    Evidence();

    // Encodes everything but time.
    void gather(const Context& context, std::span<const Symbols> symbols, const Reading& reading);
    // Sets the time signals of both clocks.
    void tell_time(Instant now, const Zone& site, std::optional<Offset> visitor_offset);
    // Overwrites what was encoded: it was a visitor's.
    void forget();

    bool knows(Column column) const { return facts_[column].known; }
    double number(Column column) const { return facts_[column].number; }
    std::span<const SymbolId> symbols(Column column) const {  // one of a string, ascending of a set
        return std::span(symbols_).subspan(facts_[column].first, facts_[column].count);
    }
    std::string_view folded(Column column) const {  // only of a signal that is read whole
        return std::string_view(texts_).substr(facts_[column].text_first, facts_[column].text_size);
    }
    std::size_t vocabulary_size() const { return facts_.size() - time_signals; }

  private:
    struct Fact {
        bool known = false;
        double number = 0;
        std::uint32_t first = 0, count = 0;           // in symbols_
        std::uint32_t text_first = 0, text_size = 0;  // in texts_
    };
    void gather_texts(const Context& context, const Symbols& symbols, SignalId id, Fact& fact);
    void set_clock(LocalTime local, Column first_column);

    std::vector<Fact> facts_;  // by Column
    std::vector<SymbolId> symbols_;
    std::string texts_;
    std::size_t texts_written_ = 0;  // bytes of texts_, since forget(), that were ever in use
};

}  // namespace passerby::engine
