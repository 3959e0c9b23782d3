// Every phrase that a visitor can read, as a visitor would read it: "Shown because …".
#include "engine/phrase.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace passerby::engine {
namespace {

using Texts = std::vector<std::string>;
using Intervals = std::vector<Interval>;
using enum Operator::Kind;

constexpr double inf = std::numeric_limits<double>::infinity();

double above(double bound) {
    return std::nextafter(bound, inf);
}
double below(double bound) {
    return std::nextafter(bound, -inf);
}

Operator texts(Operator::Kind kind, Texts values) {
    return {kind, false, std::move(values), {}};
}
Operator is(Texts values) {
    return texts(any_of, std::move(values));
}
Operator in(Intervals intervals) {
    return {within, false, {}, std::move(intervals)};
}
constexpr Interval at(int hours, int minutes, int to_hours, int to_minutes) {
    return {hours * 60.0 + minutes, to_hours * 60.0 + to_minutes - 1};
}
// From that weekday (mon = 0) and time to that weekday and time.
constexpr Interval window(int day, int from, int to_day, int to) {
    return {day * 1440.0 + from * 60, to_day * 1440.0 + to * 60 - 1};
}

Vocabulary vocabulary_with_declared() {
    Vocabulary vocabulary;
    const auto declare = [&](const char* name, SignalType type) {
        Signal signal;
        signal.name = name;
        signal.type = type;
        signal.group = *find_group(signal.name.substr(0, signal.name.find('.')));
        signal.min = type == SignalType::boolean ? 0 : -1e15;
        signal.max = type == SignalType::boolean ? 1 : 1e15;
        vocabulary.declare(signal);
    };
    declare("page.author", SignalType::string);
    declare("page.tags", SignalType::set);
    declare("page.is_premium", SignalType::boolean);
    declare("page.has_video", SignalType::boolean);
    declare("page.breaking", SignalType::boolean);
    declare("page.rank", SignalType::integer);
    declare("device.connection", SignalType::string);
    declare("device.has_camera", SignalType::boolean);
    declare("device.pixel_ratio", SignalType::number);
    declare("location.store", SignalType::string);
    declare("location.is_urban", SignalType::boolean);
    declare("location.store_distance", SignalType::number);
    declare("behaviour.loyalty_tier", SignalType::string);
    declare("behaviour.loyalty_points", SignalType::integer);
    declare("behaviour.interests", SignalType::set);
    declare("behaviour.is_logged_in", SignalType::boolean);
    declare("behaviour.has_wishlist", SignalType::boolean);
    declare("behaviour.early_bird", SignalType::boolean);
    return vocabulary;
}

struct Row {
    const char* signal;
    Operator op;
    const char* phrase;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> table = {
        // The clock
        {"time.hour", in({{18, 23}}), "it is evening"},
        {"time.hour", in({{6, 11}}), "it is morning"},
        {"time.hour", in({{12, 17}}), "it is afternoon"},
        {"time.hour", in({{22, 23}, {0, 5}}), "it is night"},
        {"time.hour", in({{22, 23}, {0, 2}}), "it is night"},
        {"time.hour", in({{0, 5}}), "it is night"},
        {"time.hour", in({{14, 16}}), "it is between 14:00 and 16:59"},
        {"time.hour", in({{9, 17}}), "it is between 09:00 and 17:59"},
        {"time.hour", in({{18, 23}, {0, 1}}), "it is between 18:00 and 01:59"},
        {"time.hour", in({{12, 12}}), "it is between 12:00 and 12:59"},
        {"time.hour", in({{6, 6}, {7, 7}, {8, 8}, {9, 9}}), "it is morning"},
        {"time.hour", in({{18, 22}, {6, 9}}), "it is morning or evening"},
        {"time.hour", in({{8, 8}, {12, 12}, {20, 20}}),
         "it is between 08:00 and 08:59, between 12:00 and 12:59 or between 20:00 and 20:59"},
        {"time.hour", in({{0, 23}}), "it is any time of the day"},
        {"time.hour", in({{20, inf}}), "it is evening"},
        {"time.hour", in({{-inf, 16}}), "it is between 00:00 and 16:59"},
        {"time.hour", in({{22, inf}, {-inf, 2}}), "it is night"},
        {"time.hour", in({{-inf, inf}}), "it is any time of the day"},
        {"time.hour", in({{24, inf}}), "it is no time of the day"},
        {"time.of_day", in({at(9, 0, 17, 30)}), "it is between 09:00 and 17:29"},
        {"time.of_day", in({at(6, 30, 11, 0)}), "it is morning"},
        {"time.of_day", in({at(22, 0, 24, 0), at(0, 0, 4, 0)}), "it is night"},
        {"time.of_day", in({at(12, 0, 12, 1)}), "it is 12:00"},
        {"time.of_day", in({at(17, 30, 22, 0), at(12, 0, 13, 0)}),
         "it is between 12:00 and 12:59 or evening"},
        {"time.weekday", in({{0, 0}}), "it is Monday"},
        {"time.weekday", in({{0, 0}, {2, 2}}), "it is Monday or Wednesday"},
        {"time.weekday", in({{0, 4}}), "it is a weekday"},
        {"time.weekday", in({{5, 6}}), "it is the weekend"},
        {"time.weekday", in({{4, 5}}), "it is Friday or Saturday"},
        {"time.weekday", in({{4, 6}, {0, 0}}), "it is a day from Friday to Monday"},
        {"time.weekday", in({{6, 6}, {0, 0}}), "it is Sunday or Monday"},
        {"time.weekday", in({{0, 2}, {5, 5}}), "it is a day from Monday to Wednesday or Saturday"},
        {"time.weekday", in({{0, 6}}), "it is any day of the week"},
        {"time.window", in({window(4, 22, 5, 2), window(5, 22, 6, 2)}), "it is Friday or Saturday night"},
        {"time.window", in({window(0, 6, 0, 10)}), "it is Monday morning"},
        {"time.window",
         in({window(0, 6, 0, 10), window(1, 6, 1, 10), window(2, 6, 2, 10), window(3, 6, 3, 10),
             window(4, 6, 4, 10)}),
         "it is a weekday morning"},
        {"time.window", in({window(5, 18, 5, 23), window(6, 18, 6, 23)}), "it is a weekend evening"},
        {"time.window", in({window(0, 14, 0, 15)}), "it is between 14:00 and 14:59 on Monday"},
        {"time.window",
         in({window(0, 9, 0, 17), window(1, 9, 1, 17), window(2, 9, 2, 17), window(3, 9, 3, 17)}),
         "it is between 09:00 and 16:59 on a day from Monday to Thursday"},
        {"time.window", in({window(0, 18, 0, 22), window(1, 18, 1, 22), window(2, 18, 2, 22)}),
         "it is evening on a day from Monday to Wednesday"},
        {"time.window", in({window(5, 18, 6, 2)}), "it is between 18:00 on Saturday and 01:59 the next day"},
        {"time.window", in({window(6, 22, 7, 0), window(0, 0, 0, 2)}), "it is Sunday night"},
        {"time.window", in({window(5, 0, 6, 0)}), "it is Saturday"},
        {"time.window", in({window(5, 0, 7, 0)}), "it is the weekend"},
        {"time.window", in({window(4, 18, 7, 6)}), "it is between Friday 18:00 and Monday 05:59"},
        {"time.window", in({window(4, 20, 5, 3), window(6, 6, 6, 12)}),
         "it is Friday night or Sunday morning"},
        // The page
        {"page.path", is({"/sport/cup-final"}), "this page is /sport/cup-final"},
        {"page.path", is({"/a", "/b", "/c", "/d", "/e", "/f", "/g"}),
         "this page is /a, /b, /c or 4 other pages"},
        {"page.path", texts(prefix, {"/sport/"}), "this page's address begins with /sport/"},
        {"page.path", texts(glob, {"/sport/**", "/*/cup"}), "this page's address fits /sport/** or /*/cup"},
        {"page.section", is({"sport"}), "this page is in the sport section"},
        {"page.section", is({"sport", "news"}), "this page is in the sport or news section"},
        {"page.section", is({"a", "b", "c", "d", "e"}), "this page is in the a, b, c, d or e section"},
        {"page.section", is({"a", "b", "c", "d", "e", "f"}),
         "this page is in the a, b, c or 3 other sections"},
        {"page.section", texts(prefix, {"sport"}), "this page's section begins with sport"},
        {"page.section", texts(glob, {"s*t"}), "this page's section fits s*t"},
        {"page.type", is({"article", "video"}), "this page is of the type article or video"},
        {"page.type", texts(prefix, {"art"}), "this page's type begins with art"},
        {"page.language", is({"de"}), "this page is in German"},
        {"page.language", is({"DE", "fr", "pt-BR"}), "this page is in German, French or Portuguese (Brazil)"},
        {"page.language", is({"tlh"}), "this page is in tlh"},
        {"page.language", texts(prefix, {"de"}), "this page's language begins with de"},
        {"page.topics", is({"football"}), "this page is about football"},
        {"page.topics", is({"football", "tennis"}), "this page is about football or tennis"},
        {"page.topics", texts(all_of, {"football", "cup"}), "this page is about football and cup"},
        {"page.topics", texts(all_of, {"a", "b", "c", "d", "e", "f"}),
         "this page is about a, b, c and 3 other topics"},
        {"page.keywords", is({"final", "goal"}), "this page mentions final or goal"},
        {"page.keywords", texts(all_of, {"final"}), "this page mentions final"},
        {"page.referrer", is({"search"}), "you came here from a search engine"},
        {"page.referrer", is({"direct", "email", "Social"}),
         "you came here directly, from an e-mail or from a social network"},
        {"page.referrer", is({"internal", "other"}),
         "you came here from another page here or from another site"},
        {"page.referrer", is({"direct", "search", "social", "email", "internal", "other"}),
         "you came here directly, from a search engine, from a social network or in 3 other ways"},
        // The device
        {"device.type", is({"phone", "tablet"}), "you are on a phone or tablet"},
        {"device.type", is({"TV"}), "you are on a TV"},
        {"device.type", is({"desktop", "console", "other"}),
         "you are on a desktop computer, game console or another kind of device"},
        {"device.type", is({"bot"}), "you are on an automated browser"},
        {"device.type", texts(prefix, {"t"}), "your kind of device begins with t"},
        {"device.os", is({"ios", "macos"}), "your device runs iOS or macOS"},
        {"device.os", is({"windows", "linux", "chromeos", "android", "other"}),
         "your device runs Windows, Linux, ChromeOS, Android or another system"},
        {"device.os", texts(glob, {"*os"}), "your device's system fits *os"},
        {"device.browser", is({"samsung"}), "you browse with Samsung Internet"},
        {"device.browser", is({"chrome", "edge", "opera", "safari", "firefox", "other"}),
         "you browse with Chrome, Edge, Opera or 3 other browsers"},
        // The place
        {"location.country", is({"DE", "at", "CH"}), "you are in Germany, Austria or Switzerland"},
        {"location.country", is({"DE", "AT", "CH", "NL", "BE", "LU", "FR", "DK", "PL", "CZ", "IT", "LI"}),
         "you are in Germany, Austria, Switzerland or 9 other countries"},
        {"location.country", is({"NL"}), "you are in the Netherlands"},
        {"location.country", is({"BO"}), "you are in Bolivia"},
        {"location.country", texts(prefix, {"D"}), "your country's code begins with D"},
        {"location.region", is({"DE-BY", "us-ca"}), "you are in Bayern or California"},
        {"location.region", texts(prefix, {"DE-"}), "you are in Germany"},
        {"location.region", texts(prefix, {"DE-", "at"}), "you are in Germany or Austria"},
        {"location.region", texts(prefix, {"DE-B"}), "your region's code begins with DE-B"},
        {"location.city", is({"Berlin", "Köln"}), "you are in Berlin or Köln"},
        {"location.city", texts(prefix, {"San "}), "your city's name begins with San "},
        // The visit
        {"behaviour.pages_viewed", in({{3, inf}}), "you have viewed 3 or more pages on this visit"},
        {"behaviour.pages_viewed", in({{1, 1}}), "you have viewed 1 page on this visit"},
        {"behaviour.pages_viewed", in({{-inf, 1}}), "you have viewed at most 1 page on this visit"},
        {"behaviour.pages_viewed", in({{0, 5}}), "you have viewed at most 5 pages on this visit"},
        {"behaviour.pages_viewed", in({{3, 5}}), "you have viewed 3 to 5 pages on this visit"},
        {"behaviour.pages_viewed", in({{7, 7}, {1, 1}, {2, 2}, {3, 3}}),
         "you have viewed 1 to 3 or 7 pages on this visit"},
        {"behaviour.pages_viewed", in({{1, 1}, {3, 3}, {5, 5}, {7, 7}, {9, 9}, {11, 11}}),
         "you have viewed 1 to 11 pages on this visit"},
        {"behaviour.cart_items", in({{0, 0}}), "your cart is empty"},
        {"behaviour.cart_items", in({{2, inf}}), "your cart holds 2 or more items"},
        {"behaviour.minutes_on_site", in({{10, inf}}), "you have been here for 10 or more minutes"},
        {"behaviour.minutes_on_site", in({{-inf, below(2)}}), "you have been here for less than 2 minutes"},
        {"behaviour.cart_value", in({{50, inf}}), "your cart holds 50 or more"},
        {"behaviour.cart_value", in({{50, 1e15}}), "your cart holds 50 or more"},
        {"behaviour.cart_value", in({{above(50), inf}}), "your cart holds more than 50"},
        {"behaviour.cart_value", in({{above(0), inf}}), "your cart holds more than 0"},
        {"behaviour.cart_value", in({{0, inf}}), "your cart holds 0 or more"},
        {"behaviour.cart_value", in({{-inf, 19.99}}), "your cart holds at most 19.99"},
        {"behaviour.cart_value", in({{20, 49.5}}), "your cart holds 20 to 49.5"},
        {"behaviour.cart_value", in({{above(20), below(100)}}),
         "your cart holds more than 20 and less than 100"},
        {"behaviour.cart_value", in({{20, below(100)}}), "your cart holds at least 20 and less than 100"},
        {"behaviour.cart_value", in({{0, 0}}), "your cart is empty"},
        {"behaviour.cart_value", in({{100000000000, inf}}), "your cart holds 100000000000 or more"},
        {"behaviour.sections", is({"sport"}), "you have visited the sport section"},
        {"behaviour.sections", is({"sport", "news"}), "you have visited the sport or news section"},
        {"behaviour.sections", texts(all_of, {"sport", "news"}),
         "you have visited the sport and news sections"},
        {"behaviour.sections", texts(all_of, {"a", "b", "c", "d", "e", "f"}),
         "you have visited the a, b, c and 3 other sections"},
        {"behaviour.topics", is({"football", "tennis"}), "you have been reading about football or tennis"},
        {"behaviour.searches", is({"boots"}), "you have searched for boots"},
        {"behaviour.visits", in({{3, inf}}), "you have been here 3 or more times"},
        {"behaviour.visits", in({{1, 1}}), "you have been here once"},
        {"behaviour.days_since_purchase", in({{30, inf}}), "your last purchase was 30 or more days ago"},
        {"behaviour.days_since_purchase", in({{-inf, 7}}), "your last purchase was at most 7 days ago"},
        {"behaviour.days_since_purchase", in({{0, 0}}), "your last purchase was today"},
        {"behaviour.returning", in({{1, 1}}), "you have been here before"},
        {"behaviour.returning", in({{0, 0}}), "you are here for the first time"},
        {"behaviour.subscriber", in({{1, 1}}), "you are a subscriber"},
        {"behaviour.subscriber", in({{0, 0}}), "you are not a subscriber"},
        // What a site declares
        {"page.author", is({"Ada Lovelace", "Grace Hopper"}),
         "this page's author is Ada Lovelace or Grace Hopper"},
        {"page.author", texts(prefix, {"A"}), "this page's author begins with A"},
        {"page.tags", is({"a", "b"}), "this page's tags include a or b"},
        {"page.tags", texts(all_of, {"a", "b"}), "this page's tags include a and b"},
        {"page.is_premium", in({{1, 1}}), "this page is premium"},
        {"page.is_premium", in({{0, 0}}), "this page is not premium"},
        {"page.has_video", in({{1, 1}}), "this page has a video"},
        {"page.has_video", in({{0, 0}}), "this page has no video"},
        {"page.breaking", in({{1, 1}}), "this page counts as breaking"},
        {"page.rank", in({{-5, 10}}), "this page's rank is -5 to 10"},
        {"page.rank", in({{-inf, 10}}), "this page's rank is at most 10"},
        {"page.rank", in({{-inf, inf}}), "this page's rank is any number"},
        {"device.connection", is({"fast"}), "your device's connection is fast"},
        {"device.has_camera", in({{1, 1}}), "your device has a camera"},
        {"device.pixel_ratio", in({{1.5, inf}}), "your device's pixel ratio is 1.5 or more"},
        {"location.store", is({"Altona"}), "your store is Altona"},
        {"location.is_urban", in({{1, 1}}), "your location is urban"},
        {"location.store_distance", in({{-inf, below(2)}}), "your store distance is less than 2"},
        {"behaviour.loyalty_tier", is({"gold", "silver"}), "your loyalty tier is gold or silver"},
        {"behaviour.loyalty_points", in({{100, inf}}), "your loyalty points are 100 or more"},
        {"behaviour.interests", is({"a", "b", "c", "d", "e", "f"}),
         "your interests include a, b, c or 3 others"},
        {"behaviour.is_logged_in", in({{1, 1}}), "you are logged in"},
        {"behaviour.is_logged_in", in({{0, 0}}), "you are not logged in"},
        {"behaviour.has_wishlist", in({{1, 1}}), "you have a wishlist"},
        {"behaviour.early_bird", in({{1, 1}}), "you count as early bird"},
        {"behaviour.early_bird", in({{0, 0}}), "you do not count as early bird"},
    };
    return table;
}

TEST(Phrase, ReadsWell) {
    const Vocabulary vocabulary = vocabulary_with_declared();
    for (const Row& row : rows()) {
        const auto id = vocabulary.find(row.signal);
        ASSERT_TRUE(id) << row.signal;
        EXPECT_EQ(phrase(vocabulary[*id], row.op), row.phrase);
    }
}

TEST(Phrase, TheTableSpeaksOfEverySignal) {
    for (const Signal& signal : vocabulary_with_declared()) {
        const bool told = std::any_of(rows().begin(), rows().end(),
                                      [&](const Row& row) { return row.signal == signal.name; });
        EXPECT_TRUE(told) << signal.name;
    }
}

TEST(Phrase, LeavesNegationToItsCaller) {
    const Vocabulary vocabulary;
    Operator op = is({"sport"});
    op.negated = true;
    EXPECT_EQ(phrase(vocabulary[signals::page_section], op), "this page is in the sport section");
}

TEST(Phrase, IsBoundedWhateverTheAuthorWrote) {
    const Vocabulary vocabulary = vocabulary_with_declared();
    const Texts huge(50, std::string(8'192, 'x') + "\n\t");
    for (Operator::Kind kind : {any_of, all_of, prefix, glob}) {
        for (const Signal& signal : vocabulary) {
            if (!signal.is_text()) { continue; }
            const std::string sentence = phrase(signal, texts(kind, huge));
            EXPECT_LT(sentence.size(), 400u) << sentence;
            EXPECT_EQ(sentence.find_first_of("\n\t"), std::string::npos);
        }
    }
    Intervals many;
    for (int i = 0; i < 10'000; ++i) { many.push_back({i * 2.0, i * 2.0}); }
    EXPECT_EQ(phrase(vocabulary[signals::behaviour_visits], in(many)),
              "you have been here at most 19998 times");
    for (const Signal& signal : vocabulary) {
        if (signal.is_number()) { EXPECT_LT(phrase(signal, in(many)).size(), 400u) << signal.name; }
    }
    EXPECT_EQ(phrase(vocabulary[signals::page_section], is({"two\nlines"})),
              "this page is in the two lines section");
}

}  // namespace
}  // namespace passerby::engine
