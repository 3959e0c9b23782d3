// From what a visitor sent to symbols: the same symbol for the same text, whatever its size, case or letters.
#include "engine/evidence.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tuple>

#include "engine/casefold.hpp"

namespace passerby::engine {
namespace {

using namespace std::chrono_literals;
using namespace signals;

class EvidenceTest : public testing::Test {
  protected:
    // What rules would name; a value's symbol is its place here.
    void read(SignalId id, const std::vector<std::string>& values, bool whole = false) {
        symbols.resize(vocabulary.size());
        for (const std::string& value : values) {
            symbols[id].intern(vocabulary[id].minds_case() ? value : folded(value));
        }
        reading.signals.push_back(id);
        reading.whole.resize(vocabulary.size());
        reading.whole[id] = whole;
    }
    void settle() { reading.settle(vocabulary, symbols); }

    Evidence& gather() {
        OwnConsent own{.said = {}, .at = Instant{}};
        own.said.fill(OwnConsent::Said::yes);
        const Context context = gate.admit(sent, {.own = own}, Instant{}, std::nullopt);
        evidence.gather(context, symbols, reading);
        return evidence;
    }
    SymbolId symbol_of(SignalId id, std::string_view text) {
        sent.start(vocabulary);
        EXPECT_EQ(sent.offer(id, text), Offered::taken) << text;
        gather();
        EXPECT_TRUE(evidence.knows(id));
        EXPECT_EQ(evidence.symbols(id).size(), 1u);
        return evidence.symbols(id).front();
    }

    Vocabulary vocabulary;
    std::vector<Symbols> symbols;
    Reading reading;
    Signals sent;
    ConsentGate gate{ConsentPolicy{}};
    Evidence evidence;
};

// Of the size in bytes, with one letter of several bytes at the place.
std::string with_letter(std::size_t size, std::size_t place, std::string_view letter) {
    std::string text(size, 'x');
    return text.replace(place, letter.size(), letter);
}

TEST_F(EvidenceTest, FindsTextsOfEverySizeInAnyCase) {
    std::vector<std::string> values;
    for (std::size_t size = 1; size <= 40; ++size) { values.emplace_back(size, 'k'); }
    read(page_section, values);
    settle();
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(symbol_of(page_section, values[i]), i);
        EXPECT_EQ(symbol_of(page_section, std::string(i + 1, 'K')), i);
        for (std::size_t place = 0; place <= i; ++place) {
            EXPECT_EQ(symbol_of(page_section, with_letter(i + 1, place, "l")), unlisted);
        }
        std::string kelvins;  // three bytes each, which fold to one
        for (std::size_t k = 0; k <= i; ++k) { kelvins += "\u212A"; }
        EXPECT_EQ(symbol_of(page_section, kelvins), i);
    }
}

TEST_F(EvidenceTest, FindsLettersBeyondAsciiAtEveryPlace) {
    const std::pair<const char*, const char*> letters[] = {{"Ä", "ä"}, {"Ⱥ", "ⱥ"}, {"𐐀", "𐐨"}};
    std::vector<std::string> values, said;
    for (const auto& [large, small] : letters) {
        const std::size_t bytes = std::string_view(large).size();
        for (std::size_t size = bytes; size <= 40; ++size) {
            for (std::size_t place = 0; place + bytes <= size; ++place) {
                said.push_back(with_letter(size, place, large));
                values.push_back(folded(said.back()));
            }
        }
    }
    read(page_section, values);
    settle();
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(symbol_of(page_section, values[i]), i) << values[i];
        EXPECT_EQ(symbol_of(page_section, said[i]), i) << said[i];
        EXPECT_EQ(symbol_of(page_section, said[i] + "y"), unlisted);
    }
}

TEST_F(EvidenceTest, MindsTheCaseOfPathsOfEverySize) {
    std::vector<std::string> values;
    for (std::size_t size = 0; size < 40; ++size) { values.push_back("/" + std::string(size, 'K')); }
    read(page_path, values);
    settle();
    for (std::size_t i = 0; i < values.size(); ++i) {
        EXPECT_EQ(symbol_of(page_path, values[i]), i);
        if (i > 0) { EXPECT_EQ(symbol_of(page_path, folded(values[i])), unlisted); }
        EXPECT_EQ(symbol_of(page_path, values[i] + "Ä"), unlisted);
    }
}

TEST_F(EvidenceTest, KeepsTextsThatAreReadWhole) {
    read(page_path, {"/Sport"}, true);
    read(page_section, {"sport"}, true);
    read(location_city, {}, true);
    settle();
    sent.start(vocabulary);
    sent.offer(page_path, "/Sport");
    sent.offer(page_section, "SPORT");
    sent.offer(location_city, "KÖLN");
    gather();
    EXPECT_EQ(evidence.folded(page_path), "/Sport");
    EXPECT_EQ(evidence.folded(page_section), "sport");
    EXPECT_EQ(evidence.folded(location_city), "köln");
    EXPECT_EQ(evidence.symbols(page_path).front(), 0u);
    EXPECT_EQ(evidence.symbols(page_section).front(), 0u);
    EXPECT_EQ(evidence.symbols(location_city).front(), unlisted);
    evidence.forget();
    EXPECT_EQ(evidence.folded(page_path), "");
}

TEST_F(EvidenceTest, FindsValuesOfClosedListsByTheirPlace) {
    const SignalId place = vocabulary.declare(
        {.name = "page.place",
         .values_are = Values::listed,
         .values = {"Nowhere", "A place whose name is long", "ÖSTERREICH", "Asked of by no rule"}});
    read(location_country, {"at", "DE"});
    read(location_region, {"DE-BE", "AD-02", "ZW-MW"});
    read(device_type, {"tv", "desktop"});
    read(place, {"österreich", "nowhere", "a PLACE whose name is long"});
    settle();
    const std::vector<std::tuple<SignalId, const char*, SymbolId>> cases = {
        {location_country, "AT", 0},
        {location_country, "dE", 1},
        {location_country, "AD", unlisted},
        {location_country, "ZW", unlisted},
        {location_region, "de-be", 0},
        {location_region, "AD-02", 1},
        {location_region, "ZW-mw", 2},
        {location_region, "de-bb", unlisted},
        {device_type, "Desktop", 1},
        {device_type, "tv", 0},
        {device_type, "other", unlisted},
        {place, "Österreich", 0},
        {place, "NOWHERE", 1},
        {place, "A place whose name is LONG", 2},
        {place, "asked of by no rule", unlisted},
    };
    for (const auto& [id, text, symbol] : cases) { EXPECT_EQ(symbol_of(id, text), symbol) << text; }
    for (const SignalId id : reading.signals) { EXPECT_EQ(symbol_of(id, other_value), unlisted); }
}

TEST_F(EvidenceTest, ReadsValuesOfClosedListsWhole) {
    read(location_region, {"DE-BE"}, true);
    settle();
    EXPECT_EQ(symbol_of(location_region, "De-Be"), 0u);
    EXPECT_EQ(evidence.folded(location_region), "de-be");
    EXPECT_EQ(symbol_of(location_region, other_value), unlisted);
    EXPECT_EQ(evidence.folded(location_region), unlike_every_value);
}

TEST_F(EvidenceTest, KnowsEveryMemberOfASet) {
    const std::vector<std::string_view> topics = {"C", "a topic that is too long for a short text", "other",
                                                  "a", "c"};
    read(page_topics, {"a", "b", "c", "A topic that is too long for a short text"});
    read(page_keywords, {"a"});
    settle();
    sent.start(vocabulary);
    sent.offer(page_topics, std::span(topics));
    sent.offer(page_keywords, std::span<const std::string_view>());
    gather();
    const auto present = evidence.symbols(page_topics);
    EXPECT_EQ(std::vector(present.begin(), present.end()), (std::vector<SymbolId>{2, 3, unlisted, 0, 2}));
    EXPECT_TRUE(evidence.knows(page_keywords));
    EXPECT_TRUE(evidence.symbols(page_keywords).empty());
}

TEST_F(EvidenceTest, TakesEveryFactOfARequestAndNoneOfTheLast) {
    read(page_section, {"sport"});
    read(page_topics, {"a"});
    read(behaviour_cart_items, {});
    settle();
    const std::vector<std::string_view> topics(64, "a");
    sent.start(vocabulary);
    sent.offer(page_section, "sport");
    sent.offer(page_topics, std::span(topics));
    sent.offer(behaviour_cart_items, 3.0);
    gather();
    EXPECT_EQ(evidence.symbols(page_topics).size(), 64u);
    EXPECT_EQ(evidence.number(behaviour_cart_items), 3);
    sent.start(vocabulary);
    gather();
    for (const SignalId id : reading.signals) { EXPECT_FALSE(evidence.knows(id)); }
}

TEST_F(EvidenceTest, SpeaksOfTheVocabularyOfTheLastContext) {
    read(page_section, {"sport"});
    settle();
    symbol_of(page_section, "sport");
    EXPECT_EQ(evidence.vocabulary_size(), signals::count);
    vocabulary.declare({.name = "page.author"});
    reading = {};
    read(signals::count, {"ada"});
    settle();
    EXPECT_EQ(symbol_of(signals::count, "Ada"), 0u);
    EXPECT_EQ(evidence.vocabulary_size(), signals::count + 1u);
    EXPECT_FALSE(evidence.knows(page_section));
}

TEST_F(EvidenceTest, ForgetsEverything) {
    read(page_section, {"news", "sport"});
    read(behaviour_cart_items, {});
    settle();
    sent.start(vocabulary);
    sent.offer(page_section, "sport");
    sent.offer(behaviour_cart_items, 3.0);
    const SymbolId* const where = gather().symbols(page_section).data();
    evidence.tell_time(Instant{1h}, Zone(), std::nullopt);
    EXPECT_EQ(*where, 1u);
    evidence.forget();
    EXPECT_EQ(*where, 0u);
    for (Column column = 0; column < evidence.vocabulary_size() + time_signals; ++column) {
        EXPECT_FALSE(evidence.knows(column));
        EXPECT_EQ(evidence.number(column), 0);
        EXPECT_TRUE(evidence.symbols(column).empty());
    }
}

// As the calendar of the standard library tells it.
void expect_clock(const Evidence& evidence, Clock clock, LocalTime local) {
    const auto day = std::chrono::floor<std::chrono::days>(local);
    const auto minute = static_cast<double>(std::chrono::floor<std::chrono::minutes>(local - day).count());
    const double weekday = std::chrono::weekday{day}.iso_encoding() - 1;
    const auto number = [&](SignalId id) {
        const Column column = column_of(id, clock, evidence.vocabulary_size());
        EXPECT_TRUE(evidence.knows(column));
        return evidence.number(column);
    };
    EXPECT_EQ(number(time_hour), std::floor(minute / 60)) << local.time_since_epoch().count();
    EXPECT_EQ(number(signals::time_of_day), minute);
    EXPECT_EQ(number(time_weekday), weekday);
    EXPECT_EQ(number(time_window), weekday * 1440 + minute);
}

TEST_F(EvidenceTest, TellsTheTimeOfBothClocks) {
    settle();
    sent.start(vocabulary);
    gather();
    const Zone zone("somewhere", -3h, {{Instant{}, 5h + 30min}});
    for (const Instant from :
         {Instant{1'795'300'000s}, Instant{-4s * 86400}, beginning, never_changes - 200h}) {
        for (auto later = 0s; later < 9 * 24h; later += 59min + 59s) {
            const Instant now = from + later;
            evidence.tell_time(now, zone, std::nullopt);
            expect_clock(evidence, Clock::site, zone.local(now));
            expect_clock(evidence, Clock::visitor, zone.local(now));
            evidence.tell_time(now, zone, -8h);
            expect_clock(evidence, Clock::site, zone.local(now));
            expect_clock(evidence, Clock::visitor, LocalTime{(now - 8h).time_since_epoch()});
        }
    }
}

}  // namespace
}  // namespace passerby::engine
