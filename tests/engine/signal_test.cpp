// What a request may claim, and what is refused.
#include "engine/signal.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>

#include "engine/limits.hpp"

namespace passerby::engine {
namespace {

using namespace signals;
using Members = std::vector<std::string_view>;

class SignalsTest : public testing::Test {
  protected:
    void SetUp() override {
        declare({.name = "behaviour.tiers",
                 .type = SignalType::set,
                 .values_are = Values::listed,
                 .values = {"Silver", "Gold"}});
        declare({.name = "device.dpr", .type = SignalType::number, .min = -1.5, .max = 4});
        declare({.name = "page.rank", .type = SignalType::integer, .min = -10, .max = 10});
        offered.start(vocabulary);
    }
    void declare(Signal signal) {
        signal.group = *find_group(signal.name.substr(0, signal.name.find('.')));
        vocabulary.declare(std::move(signal));
    }
    // The value as it is kept, or what became of the offer.
    std::string after(SignalId id, std::string_view text) {
        offered.start(vocabulary);
        if (offered.offer(id, text) != Offered::taken) { return offered.has(id) ? "known" : "refused"; }
        return std::string(offered.text(id));
    }
    bool takes(SignalId id, double number) {
        offered.start(vocabulary);
        const bool taken = offered.offer(id, number) == Offered::taken;
        EXPECT_EQ(taken, offered.has(id));
        return taken;
    }
    bool takes(SignalId id, const Members& members) {
        offered.start(vocabulary);
        const bool taken = offered.offer(id, std::span(members)) == Offered::taken;
        EXPECT_EQ(taken, offered.has(id));
        return taken;
    }

    static constexpr SignalId tiers = signals::count, dpr = tiers + 1, rank = tiers + 2;
    Vocabulary vocabulary;
    Signals offered;
};

TEST_F(SignalsTest, StartsWithNothing) {
    for (SignalId id = 0; id < vocabulary.size(); ++id) { EXPECT_FALSE(offered.has(id)); }
}

TEST_F(SignalsTest, TakesStrings) {
    EXPECT_EQ(after(page_section, "Sport"), "Sport");
    EXPECT_EQ(after(page_section, std::string(256, 'x')), std::string(256, 'x'));
    EXPECT_EQ(after(page_section, std::string(257, 'x')), "refused");
    EXPECT_EQ(after(page_section, ""), "refused");
    EXPECT_EQ(after(device_type, "PHONE"), "phone");
    EXPECT_EQ(after(device_type, "mobile"), "refused");
    EXPECT_EQ(after(location_country, "at"), "AT");
    EXPECT_EQ(after(location_country, "UK"), "refused");
    EXPECT_EQ(after(location_region, "de-be"), "DE-BE");
    EXPECT_EQ(after(location_city, "Köln"), "Köln");
    EXPECT_EQ(after(behaviour_returning, "true"), "refused");
    EXPECT_EQ(after(behaviour_cart_value, "5"), "refused");
    EXPECT_EQ(after(page_topics, "football"), "refused");
}

TEST_F(SignalsTest, CutsPaths) {
    EXPECT_EQ(after(page_path, "/Sport/Cup"), "/Sport/Cup");
    EXPECT_EQ(after(page_path, "/a?b=c#d"), "/a");
    EXPECT_EQ(after(page_path, "/a#d?b"), "/a");
    EXPECT_EQ(after(page_path, "/?"), "/");
    EXPECT_EQ(after(page_path, "/" + std::string(2047, 'x')), "/" + std::string(2047, 'x'));
    EXPECT_EQ(after(page_path, "/" + std::string(2048, 'x')), "refused");
    EXPECT_EQ(after(page_path, "/a?" + std::string(5000, 'x')), "/a");
    for (const char* path : {"", "?", "a", "a/b", "?/a", "#/a", " /a", "https://example.org/"}) {
        EXPECT_EQ(after(page_path, path), "refused") << path;
    }
}

TEST_F(SignalsTest, KnowsTheValueThatIsNone) {
    for (SignalId id : {page_section, page_path, device_type, location_country, location_region}) {
        EXPECT_EQ(after(id, "~other"), unlike_every_value);
        EXPECT_EQ(after(id, "~Other"), unlike_every_value);
    }
    EXPECT_EQ(after(page_topics, "~other"), "refused");
    EXPECT_EQ(after(device_type, "~others"), "refused");
    EXPECT_EQ(after(page_section, "~others"), "~others");
    EXPECT_EQ(after(page_section, "other"), "other");
    EXPECT_EQ(after(device_type, unlike_every_value), "refused");
}

TEST_F(SignalsTest, TakesNumbers) {
    constexpr double inf = std::numeric_limits<double>::infinity();
    EXPECT_TRUE(takes(behaviour_cart_value, 0.0));
    EXPECT_TRUE(takes(behaviour_cart_value, 63.2));
    EXPECT_TRUE(takes(behaviour_cart_value, 1e15));
    EXPECT_FALSE(takes(behaviour_cart_value, std::nextafter(1e15, inf)));
    EXPECT_FALSE(takes(behaviour_cart_value, -0.01));
    EXPECT_TRUE(takes(behaviour_pages_viewed, 5.0));
    EXPECT_FALSE(takes(behaviour_pages_viewed, 5.5));
    EXPECT_FALSE(takes(behaviour_pages_viewed, -1));
    for (double odd : {inf, -inf, std::numeric_limits<double>::quiet_NaN()}) {
        for (SignalId id :
             std::initializer_list<SignalId>{behaviour_cart_value, behaviour_pages_viewed, dpr, rank}) {
            EXPECT_FALSE(takes(id, odd));
        }
    }
    EXPECT_TRUE(takes(dpr, -1.5));
    EXPECT_TRUE(takes(dpr, 4));
    EXPECT_FALSE(takes(dpr, 4.0001));
    EXPECT_TRUE(takes(rank, -10));
    EXPECT_FALSE(takes(rank, -11));
    EXPECT_FALSE(takes(behaviour_returning, 1));
    EXPECT_FALSE(takes(page_section, 1));
    EXPECT_FALSE(takes(page_topics, 0.0));
}

TEST_F(SignalsTest, HasNoNegativeZero) {
    ASSERT_TRUE(takes(behaviour_cart_value, -0.0));
    EXPECT_FALSE(std::signbit(offered.number(behaviour_cart_value)));
}

TEST_F(SignalsTest, TakesFlags) {
    EXPECT_EQ(offered.offer(behaviour_returning, true), Offered::taken);
    EXPECT_EQ(offered.offer(behaviour_subscriber, false), Offered::taken);
    EXPECT_EQ(offered.number(behaviour_returning), 1);
    EXPECT_EQ(offered.number(behaviour_subscriber), 0);
    EXPECT_TRUE(offered.has(behaviour_subscriber));
    for (SignalId id : {behaviour_cart_items, behaviour_cart_value, page_section, page_topics}) {
        EXPECT_EQ(offered.offer(id, true), Offered::refused);
        EXPECT_FALSE(offered.has(id));
    }
}

TEST_F(SignalsTest, TakesSets) {
    EXPECT_TRUE(takes(page_topics, Members{}));
    EXPECT_TRUE(offered.members(page_topics).empty());
    EXPECT_TRUE(takes(page_topics, Members{"football", "Cup"}));
    EXPECT_EQ(offered.members(page_topics)[1], "Cup");
    EXPECT_TRUE(takes(page_topics, Members(64, "x")));
    EXPECT_FALSE(takes(page_topics, Members(65, "x")));
    EXPECT_FALSE(takes(page_topics, Members{"football", ""}));
    const std::string longest(256, 'x'), too_long(257, 'x');
    EXPECT_TRUE(takes(page_topics, Members{longest}));
    EXPECT_FALSE(takes(page_topics, Members{"football", too_long}));
    EXPECT_TRUE(takes(tiers, Members{"gold", "SILVER"}));
    EXPECT_EQ(offered.members(tiers)[0], "Gold");
    EXPECT_FALSE(takes(tiers, Members{"gold", "bronze"}));
    EXPECT_FALSE(takes(tiers, Members{"~other"}));
    EXPECT_FALSE(takes(page_section, Members{"sport"}));
    EXPECT_FALSE(takes(behaviour_cart_value, Members{}));
}

TEST_F(SignalsTest, TellsValuesOfClosedListsByTheirPlace) {
    EXPECT_EQ(after(device_type, "TV"), "tv");
    EXPECT_EQ(vocabulary[device_type].values[offered.value(device_type)], "tv");
    EXPECT_EQ(after(location_country, "ad"), "AD");
    EXPECT_EQ(offered.value(location_country), 0u);
    for (SignalId id : {device_type, location_country, location_region}) {
        after(id, other_value);
        EXPECT_EQ(offered.value(id), vocabulary.terms(id).value_count);
    }
}

// In one set after another: what was refused leaves room for what comes then.
TEST_F(SignalsTest, KeepsMembersOfEveryOffer) {
    const std::vector<std::string> texts = {"one", "two", "three", "four"};
    const std::array<SignalId, 5> sets = {page_topics, page_keywords, tiers, behaviour_topics,
                                          behaviour_searches};
    for (int round = 0; round < 3; ++round) {
        offered.start(vocabulary);
        for (std::size_t i = 0; i < sets.size(); ++i) {
            const Members members(texts.begin(), texts.begin() + static_cast<std::ptrdiff_t>(i));
            EXPECT_EQ(offered.offer(sets[i], std::span(members)),
                      sets[i] == tiers ? Offered::refused : Offered::taken);
        }
        for (std::size_t i = 0; i < sets.size(); ++i) {
            EXPECT_EQ(offered.members(sets[i]).size(), sets[i] == tiers ? 0 : i);
            for (std::size_t k = 0; k < offered.members(sets[i]).size(); ++k) {
                EXPECT_EQ(offered.members(sets[i])[k], texts[k]);
            }
        }
    }
}

TEST_F(SignalsTest, EachReadsAsNothingForAnotherKind) {
    const Members topics = {"a"};
    offered.offer(page_topics, std::span(topics));
    offered.offer(page_section, "sport");
    offered.offer(device_type, "tv");
    offered.offer(behaviour_cart_items, 3.0);
    for (SignalId id : {page_topics, page_section, device_type, behaviour_cart_items}) {
        EXPECT_EQ(offered.text(id).empty(), id != page_section && id != device_type);
        EXPECT_EQ(offered.members(id).empty(), id != page_topics);
        EXPECT_EQ(offered.number(id), id == behaviour_cart_items ? 3 : 0);
    }
}

TEST_F(SignalsTest, KeepsSetsApart) {
    const Members topics = {"a", "b"}, bad = {"c", ""}, keywords = {"d"};
    offered.offer(page_topics, std::span(topics));
    offered.offer(behaviour_topics, std::span(bad));
    offered.offer(page_keywords, std::span(keywords));
    EXPECT_EQ(Members(offered.members(page_topics).begin(), offered.members(page_topics).end()), topics);
    EXPECT_TRUE(offered.members(behaviour_topics).empty());
    EXPECT_EQ(Members(offered.members(page_keywords).begin(), offered.members(page_keywords).end()),
              keywords);
}

TEST_F(SignalsTest, TheFirstOfferCounts) {
    EXPECT_EQ(offered.offer(page_section, "sport"), Offered::taken);
    EXPECT_EQ(offered.offer(page_section, "news"), Offered::repeated);
    EXPECT_EQ(offered.offer(page_section, 5), Offered::repeated);
    EXPECT_EQ(offered.refuse(page_section), Offered::repeated);
    EXPECT_EQ(offered.text(page_section), "sport");

    EXPECT_EQ(offered.offer(device_type, "mobile"), Offered::refused);
    EXPECT_EQ(offered.offer(device_type, "phone"), Offered::repeated);
    EXPECT_FALSE(offered.has(device_type));

    EXPECT_EQ(offered.refuse(behaviour_cart_value), Offered::refused);
    EXPECT_EQ(offered.offer(behaviour_cart_value, 5.0), Offered::repeated);
    EXPECT_EQ(offered.offer(behaviour_cart_value, true), Offered::repeated);
    EXPECT_FALSE(offered.has(behaviour_cart_value));
}

TEST_F(SignalsTest, NeverTakesTheTime) {
    for (SignalId id : {time_hour, signals::time_of_day, time_weekday, time_window}) {
        EXPECT_FALSE(takes(id, 5));
        EXPECT_EQ(after(id, "5"), "refused");
    }
}

TEST_F(SignalsTest, ForgetsEverything) {
    const Members topics = {"a"};
    offered.offer(page_section, "sport");
    offered.offer(behaviour_cart_value, 63.2);
    offered.offer(page_topics, std::span(topics));
    offered.refuse(device_type);
    offered.forget();
    for (SignalId id = 0; id < vocabulary.size(); ++id) {
        EXPECT_FALSE(offered.has(id));
        EXPECT_EQ(offered.number(id), 0);
        EXPECT_TRUE(offered.text(id).empty());
        EXPECT_TRUE(offered.members(id).empty());
    }
    EXPECT_EQ(offered.offer(device_type, "phone"), Offered::taken);
}

TEST_F(SignalsTest, SpeaksOfAnotherVocabularyAfterStart) {
    offered.offer(rank, 5);
    const Vocabulary built_in;
    offered.start(built_in);
    EXPECT_EQ(&offered.vocabulary(), &built_in);
    offered.start(vocabulary);
    EXPECT_FALSE(offered.has(rank));
    EXPECT_EQ(offered.offer(rank, 5), Offered::taken);
}

}  // namespace
}  // namespace passerby::engine
