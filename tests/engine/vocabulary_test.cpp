// The built-in signals as the rule language promises them, and how signals are found and declared.
#include "engine/vocabulary.hpp"

#include <gtest/gtest.h>

#include "engine/limits.hpp"

namespace passerby::engine {
namespace {

using enum SignalType;
using enum Purpose;

struct Row {
    const char* name;
    SignalType type;
    double max;
    PurposeSet needs;
    std::size_t values = 0;
    Values values_are = Values::open;
};

constexpr double unbounded = limits::number_max;
constexpr PurposeSet none = {}, of_device = {device}, of_visit = {behaviour}, remembered = {history},
                     of_place = {location, exact_location};

const Row table[] = {
    {"time.hour", integer, 23, none},
    {"time.of_day", time_of_day, 1439, none},
    {"time.weekday", weekday, 6, none},
    {"time.window", window, 10079, none},
    {"page.path", string, 0, none},
    {"page.section", string, 0, none},
    {"page.type", string, 0, none},
    {"page.language", string, 0, none},
    {"page.topics", set, 0, none},
    {"page.keywords", set, 0, none},
    {"page.referrer", string, 0, none, 6, Values::listed},
    {"device.type", string, 0, of_device, 7, Values::listed},
    {"device.os", string, 0, of_device, 7, Values::listed},
    {"device.browser", string, 0, of_device, 7, Values::listed},
    {"location.country", string, 0, {location}, 0, Values::countries},
    {"location.region", string, 0, of_place, 0, Values::regions},
    {"location.city", string, 0, of_place},
    {"behaviour.pages_viewed", integer, unbounded, of_visit},
    {"behaviour.cart_items", integer, unbounded, of_visit},
    {"behaviour.minutes_on_site", number, unbounded, of_visit},
    {"behaviour.cart_value", number, unbounded, of_visit},
    {"behaviour.sections", set, 0, of_visit},
    {"behaviour.topics", set, 0, of_visit},
    {"behaviour.searches", set, 0, of_visit},
    {"behaviour.visits", integer, unbounded, remembered},
    {"behaviour.days_since_purchase", integer, unbounded, remembered},
    {"behaviour.returning", boolean, 1, remembered},
    {"behaviour.subscriber", boolean, 1, remembered},
};
static_assert(std::size(table) == signals::count);

TEST(Vocabulary, HasTheBuiltInSignals) {
    const Vocabulary vocabulary;
    ASSERT_EQ(vocabulary.size(), std::size(table));
    for (SignalId id = 0; id < vocabulary.size(); ++id) {
        const Row& row = table[id];
        const Signal& signal = vocabulary[id];
        SCOPED_TRACE(row.name);
        EXPECT_EQ(signal.name, row.name);
        EXPECT_EQ(vocabulary.find(row.name), id);
        EXPECT_EQ(vocabulary.find(signal.group, signal.member()), id);
        EXPECT_EQ(signal.name, std::string(name_of(signal.group)) + "." + std::string(signal.member()));
        EXPECT_EQ(signal.type, row.type);
        EXPECT_EQ(signal.min, 0);
        EXPECT_EQ(signal.max, row.max);
        EXPECT_EQ(signal.needs, row.needs);
        EXPECT_EQ(signal.values_are, row.values_are);
        EXPECT_EQ(signal.values.size(), row.values);
        EXPECT_EQ(signal.minds_case(), id == signals::page_path);
        EXPECT_FALSE(signal.declared);
    }
    EXPECT_EQ(vocabulary[signals::device_browser].values[4], "samsung");
}

TEST(Vocabulary, FindsNothingElse) {
    const Vocabulary vocabulary;
    for (const char* name :
         {"", ".", "page", "page.", ".path", "page.pat", "page.pathx", "pages.path", "page.path.x",
          "PAGE.path", "page.Path", "time.utc_offset", "device.device.type", "user.id"}) {
        EXPECT_EQ(vocabulary.find(name), std::nullopt) << name;
    }
    EXPECT_EQ(vocabulary.find(Group::device, "topics"), std::nullopt);
    EXPECT_EQ(vocabulary.find(Group::page, "topics"), signals::page_topics);
    EXPECT_EQ(vocabulary.find(Group::behaviour, "topics"), signals::behaviour_topics);
}

TEST(Vocabulary, DeclaresMore) {
    Vocabulary vocabulary;
    for (const char* name : {"page.author", "page.a", "page.zone", "behaviour.loyalty_tier"}) {
        Signal signal;
        signal.name = name;
        signal.group = *find_group(signal.name.substr(0, signal.name.find('.')));
        const SignalId id = vocabulary.declare(signal);
        EXPECT_EQ(id, vocabulary.size() - 1);
        EXPECT_TRUE(vocabulary[id].declared);
    }
    EXPECT_EQ(vocabulary.find("page.author"), signals::count);
    EXPECT_EQ(vocabulary.find("page.a"), signals::count + 1);
    EXPECT_EQ(vocabulary.find("page.zone"), signals::count + 2);
    EXPECT_EQ(vocabulary.find("behaviour.loyalty_tier"), signals::count + 3);
    EXPECT_EQ(vocabulary.find("page.path"), signals::page_path);
    const Vocabulary copy = vocabulary;
    EXPECT_EQ(copy.find("page.zone"), signals::count + 2);
}

TEST(Vocabulary, AsksForAtLeastTheGroupsPurpose) {
    EXPECT_EQ(needs_of(Group::time, std::nullopt), none);
    EXPECT_EQ(needs_of(Group::page, std::nullopt), none);
    EXPECT_EQ(needs_of(Group::page, behaviour), of_visit);
    EXPECT_EQ(needs_of(Group::page, history), remembered);
    EXPECT_EQ(needs_of(Group::page, location), of_place);
    EXPECT_EQ(needs_of(Group::device, std::nullopt), of_device);
    EXPECT_EQ(needs_of(Group::device, history), (PurposeSet{device, history}));
    EXPECT_EQ(needs_of(Group::location, std::nullopt), of_place);
    EXPECT_EQ(needs_of(Group::location, location), of_place);
    EXPECT_EQ(needs_of(Group::location, behaviour), (PurposeSet{location, exact_location, behaviour}));
    EXPECT_EQ(needs_of(Group::location, history), (PurposeSet{location, exact_location, history}));
    EXPECT_EQ(needs_of(Group::behaviour, std::nullopt), of_visit);
    EXPECT_EQ(needs_of(Group::behaviour, behaviour), of_visit);
    EXPECT_EQ(needs_of(Group::behaviour, history), remembered);  // the one that replaces
    EXPECT_EQ(needs_of(Group::behaviour, location), (PurposeSet{location, exact_location, behaviour}));
}

TEST(Vocabulary, SpellsClosedValuesAsTheirListDoes) {
    const Vocabulary vocabulary;
    const auto canonical = [&](SignalId id, std::string_view text) {
        return canonical_value(vocabulary[id], text).value_or("nothing");
    };
    EXPECT_EQ(canonical(signals::device_type, "Phone"), "phone");
    EXPECT_EQ(canonical(signals::device_type, "mobile"), "nothing");
    EXPECT_EQ(canonical(signals::device_type, ""), "nothing");
    EXPECT_EQ(canonical(signals::device_os, "IOS"), "ios");
    EXPECT_EQ(canonical(signals::page_referrer, "phone"), "nothing");
    EXPECT_EQ(canonical(signals::location_country, "no"), "NO");
    EXPECT_EQ(canonical(signals::location_country, "UK"), "nothing");
    EXPECT_EQ(canonical(signals::location_region, "de-be"), "DE-BE");
    EXPECT_EQ(canonical(signals::location_region, "DE"), "nothing");
    EXPECT_EQ(canonical(signals::page_section, "Sport"), "Sport");
}

TEST(Vocabulary, FindsEveryValueOfALongDeclaredList) {
    Signal signal;
    signal.name = "page.place";
    signal.values_are = Values::listed;
    for (int i = 0; i < 10'000; ++i) { signal.values.push_back("Ort-" + std::to_string(i * 7919 % 10'000)); }
    signal.values.push_back("ÄPFEL");
    Vocabulary vocabulary;
    const Signal& declared = vocabulary[vocabulary.declare(signal)];
    for (const Signal* form : {static_cast<const Signal*>(&signal), &declared}) {
        for (int i = 0; i < 10'000; i += 97) {
            const std::string text = "ORT-" + std::to_string(i);
            EXPECT_EQ(canonical_value(*form, text), "Ort-" + std::to_string(i));
        }
        EXPECT_EQ(canonical_value(*form, "äpfel"), "ÄPFEL");
        EXPECT_EQ(canonical_value(*form, "ort-10000"), std::nullopt);
    }
}

}  // namespace
}  // namespace passerby::engine
