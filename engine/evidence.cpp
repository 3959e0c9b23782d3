#include "engine/evidence.hpp"

#include <algorithm>

#include "engine/casefold.hpp"

namespace passerby::engine {

namespace {

// Appends the text as rules compare it.
void append_comparable(const Signal& signal, std::string_view text, std::string& out) {
    if (signal.minds_case()) {
        out.append(text);
    } else {
        append_folded(text, out);
    }
}

// The texts of the longest request (64 KiB), half as long again once folded: memory that it grew out of
// would keep a copy that forget() does not find.
constexpr std::size_t texts_bytes = 96u << 10;

}  // namespace

Evidence::Evidence() {
    texts_.reserve(texts_bytes);
}

void Evidence::forget() {
    std::fill(facts_.begin(), facts_.end(), Fact{});
    symbols_.clear();
    texts_.assign(texts_written_, '\0');
    texts_.clear();
    texts_written_ = 0;
}

void Evidence::gather(const Context& context, std::span<const Symbols> symbols, const Reading& reading) {
    facts_.assign(context.vocabulary().size() + time_signals, Fact{});
    symbols_.clear();
    texts_.clear();
    for (const SignalId id : reading.signals) {
        Fact& fact = facts_[id];
        fact.known = context.knows(id);
        if (!fact.known) { continue; }
        if (context.vocabulary()[id].is_text()) {
            gather_texts(context, symbols[id], id, fact);
            if (!reading.whole[id]) { texts_.resize(fact.text_first); }
        } else {
            fact.number = context.number(id);
        }
    }
}

void Evidence::gather_texts(const Context& context, const Symbols& symbols, SignalId id, Fact& fact) {
    const Signal& signal = context.vocabulary()[id];
    fact.first = static_cast<std::uint32_t>(symbols_.size());
    fact.text_first = static_cast<std::uint32_t>(texts_.size());
    const auto look_up = [&](std::string_view text) {
        const std::size_t start = texts_.size();
        append_comparable(signal, text, texts_);
        texts_written_ = std::max(texts_written_, texts_.size());
        symbols_.push_back(symbols.find(std::string_view(texts_).substr(start)).value_or(unlisted));
    };
    if (signal.type == SignalType::string) {
        look_up(context.text(id));
    } else {
        for (const std::string_view member : context.members(id)) { look_up(member); }
        std::sort(symbols_.begin() + fact.first, symbols_.end());
    }
    fact.count = static_cast<std::uint32_t>(symbols_.size()) - fact.first;
    fact.text_size = static_cast<std::uint32_t>(texts_.size()) - fact.text_first;
}

void Evidence::tell_time(Instant now, const Zone& site, std::optional<Offset> visitor_offset) {
    const LocalTime on_site = site.local(now);
    const LocalTime with_visitor =
        visitor_offset ? LocalTime{(now + *visitor_offset).time_since_epoch()} : on_site;
    set_clock(with_visitor, 0);
    set_clock(on_site, static_cast<Column>(vocabulary_size()));
}

void Evidence::set_clock(LocalTime local, Column first_column) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minute = std::chrono::floor<std::chrono::minutes>(local - day).count();
    const auto weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    const auto set = [&](SignalId signal, double value) {
        facts_[first_column + signal].known = true;
        facts_[first_column + signal].number = value;
    };
    set(signals::time_hour, static_cast<double>(minute / 60));
    set(signals::time_of_day, static_cast<double>(minute));
    set(signals::time_weekday, weekday);
    set(signals::time_window, static_cast<double>(weekday * 1440 + static_cast<unsigned>(minute)));
}

}  // namespace passerby::engine
