#include "engine/evidence.hpp"

#include <algorithm>

#include "engine/overwrite.hpp"

namespace passerby::engine {

namespace {

// The texts of the longest request (64 KiB), half as long again once folded.
constexpr std::size_t texts_bytes = 96u << 10;

constexpr std::uint32_t hour_minutes = 60, day_minutes = 24 * hour_minutes;

// From Monday 00:00.
std::uint32_t minute_of_week(LocalTime local) {
    constexpr std::int64_t day = 24 * 60 * 60, week = 7 * day;
    const std::int64_t since_monday =
        (local.time_since_epoch().count() + 3 * day) % week;  // 1970 began on a Thursday
    return static_cast<std::uint32_t>((since_monday < 0 ? since_monday + week : since_monday) / 60);
}

}  // namespace

Evidence::Evidence() : texts_(texts_bytes) {}

void Evidence::forget() {
    overwrite(std::span(facts_));
    overwrite(std::span(symbols_).first(symbols_reached_));
    overwrite(std::span(sought_).first(symbols_reached_));
    symbols_reached_ = 0;
    overwrite(std::span(whole_));
    texts_.forget();
}

void Evidence::make_room(std::size_t vocabulary_size, const Reading& reading) {
    texts_.cut(0);
    if (vocabulary_size != whole_.size() || vocabulary_size + time_signals != facts_.size()) {
        facts_.assign(vocabulary_size + time_signals, Fact{});
        whole_.assign(vocabulary_size, Stretch{});
    }
    if (symbols_.size() < reading.symbols_max) {
        sought_.resize(reading.symbols_max);
        symbols_.resize(reading.symbols_max);  // last: its size tells that there was memory for both
    }
}

void Evidence::gather(const Context& context, std::span<const Symbols> symbols, const Reading& reading) {
    make_room(context.vocabulary().size(), reading);
    std::size_t symbol_count = 0;
    sought_count_ = 0;
    for (const Reading::Row& row : reading.rows) {
        Fact& fact = facts_[row.signal];
        fact.known = context.knows(row.signal);
        if (!fact.known) { continue; }
        fact.first = static_cast<std::uint32_t>(symbol_count);
        switch (row.kind) {
            case Reading::Kind::number: fact.number = context.number(row.signal); break;
            case Reading::Kind::string:
                fact.count = 1;
                seek(context.text(row.signal), row, symbols[row.signal], symbol_count++);
                break;
            case Reading::Kind::value:
                fact.count = 1;
                symbols_[symbol_count++] = reading.symbol_of(row, context.value(row.signal));
                break;
            case Reading::Kind::set:
                for (const std::string_view member : context.members(row.signal)) {
                    seek(member, row, symbols[row.signal], symbol_count++);
                }
                fact.count = static_cast<std::uint16_t>(symbol_count - fact.first);
                break;
        }
    }
    find_sought();
    symbols_reached_ = std::max(symbols_reached_, symbol_count);
}

// What is short and plain is found in two steps, so that memory is waited for once.
inline void Evidence::seek(std::string_view said, const Reading::Row& row, const Symbols& symbols,
                           std::size_t number) {
    if (row.whole) {
        symbols_[number] = symbol_of_whole(said, row, symbols);
        return;
    }
    if (row.minds_case) {
        symbols_[number] = symbols.find(said).value_or(unlisted);
        return;
    }
    const auto text = ShortText::folded_if_plain(said);
    if (!text) {
        symbols_[number] = symbols.find_folded(said, texts_);
        return;
    }
    const ShortTexts& in = symbols.short_texts();
    const std::size_t line = in.line_of(*text);
    in.prefetch(line);
    sought_[sought_count_++] = {*text, &in, line, number};
}

void Evidence::find_sought() {
    for (std::size_t i = 0; i < sought_count_; ++i) {
        const Sought& sought = sought_[i];
        symbols_[sought.number] = sought.in->find(sought.text, sought.line);
    }
}

SymbolId Evidence::symbol_of_whole(std::string_view said, const Reading::Row& row, const Symbols& symbols) {
    const std::size_t first = texts_.size();
    const std::string_view text = row.minds_case ? texts_.append_as_it_is(said) : texts_.append_folded(said);
    whole_[row.signal] = {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(text.size())};
    return symbols.find(text).value_or(unlisted);
}

void Evidence::tell_time(Instant now, const Zone& site, std::optional<Offset> visitor_offset) {
    const std::uint32_t on_site = minute_of_week(site.local(now));
    set_clock(on_site, static_cast<Column>(vocabulary_size()));
    set_clock(
        visitor_offset ? minute_of_week(LocalTime{(now + *visitor_offset).time_since_epoch()}) : on_site, 0);
}

void Evidence::set_clock(std::uint32_t minute_of_week, Column first_column) {
    const std::uint32_t weekday = minute_of_week / day_minutes, minute = minute_of_week % day_minutes;
    const auto set = [&](SignalId signal, std::uint32_t value) {
        facts_[first_column + signal].known = true;
        facts_[first_column + signal].number = value;
    };
    set(signals::time_hour, minute / hour_minutes);
    set(signals::time_of_day, minute);
    set(signals::time_weekday, weekday);
    set(signals::time_window, minute_of_week);
}

}  // namespace passerby::engine
