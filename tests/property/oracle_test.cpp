// The oracle itself, held to the worked examples of the language's description: a judge must be right
// before it judges.
#include "tests/reference/oracle.hpp"

#include <gtest/gtest.h>

#include "tests/property/make_case.hpp"
#include "tests/reference/text.hpp"

namespace passerby::property {
namespace {

using namespace std::chrono;
using reference::Instant;

constexpr const char* shop = R"(
timezone: Europe/Berlin
slots:
  hero: {fallback: welcome}
  sidebar:
    count: 2
    when: {not: {page.section: [obituaries, crisis]}}
content:
  welcome: {data: {title: Welcome, href: /}}
  late-sale: {data: {title: Night sale}, exclusive: sale, cap: {times: 3, per: day}}
  late-sale-b: {data: {title: 20 % until midnight}, exclusive: sale}
segments:
  evening-phone:
    time.hour: 18-23
    device.type: [phone, tablet]
rules:
  - id: night-sale-dach
    slot: hero
    priority: 50
    when:
      segment: evening-phone
      location.country: [DE, AT, CH]
      behaviour.cart_value: {min: 50}
      not:
        page.section: [obituaries, crisis]
    show:
      - {content: late-sale, weight: 70}
      - {content: late-sale-b, weight: 30}
    from: 2026-11-20
    until: 2026-12-24
)";

// Saturday, 21 November 2026, 20:15 in Berlin.
const Instant saturday_night = sys_days{2026y / 11 / 21} + 19h + 15min;

constexpr const char* full_request =
    R"({"slots":["hero"],"page":{"section":"sport"},"device":{"type":"phone"},"location":{"country":"DE"},)"
    R"("behaviour":{"cart_value":80},"consent":{"location":true,"behaviour":true,"at":"2026-10-02"}})";

class OracleOnTheShop : public ::testing::Test {
  protected:
    reference::Visit visit(const std::string& body, Instant now = saturday_night) {
        return reference::read_visit(rules, body, now).value();
    }
    reference::RuleSet rules{{{"shop.yaml", shop}}};
};

TEST_F(OracleOnTheShop, FindsTheRuleOnSaturdayNight) {
    EXPECT_EQ(reference::matches(rules, visit(full_request), "hero"),
              std::vector<std::string>{"night-sale-dach"});
}

TEST_F(OracleOnTheShop, AllowsEitherVariantAndNothingElse) {
    const std::vector<std::string> signals = {"time.hour", "device.type", "location.country",
                                              "behaviour.cart_value", "page.section"};
    const auto judged = [&](const char* content) {
        return reference::objection(rules, visit(full_request),
                                    {{"hero", {{content, "night-sale-dach", "SPLIT", signals}}}});
    };
    EXPECT_EQ(judged("late-sale"), "");
    EXPECT_EQ(judged("late-sale-b"), "");
    EXPECT_NE(judged("welcome"), "");
}

TEST_F(OracleOnTheShop, WantsTheFallbackWithoutConsent) {
    const auto without = visit(R"({"slots":["hero"],"device":{"type":"phone"},"location":{"country":"DE"}})");
    EXPECT_EQ(without.withheld, std::set<std::string>{"location.country"});
    EXPECT_TRUE(reference::matches(rules, without, "hero").empty());
    EXPECT_EQ(reference::objection(rules, without, {{"hero", {{"welcome", "", "DEFAULT", {}}}}}), "");
    EXPECT_NE(reference::objection(rules, without, {{"hero", {}}}), "");
}

TEST_F(OracleOnTheShop, AnswersOneVariantAloneWithoutADraw) {
    std::string body = full_request;
    body.insert(1, R"("exclude":["late-sale"],)");
    const std::vector<std::string> signals = {"time.hour", "device.type", "location.country",
                                              "behaviour.cart_value", "page.section"};
    const auto judged = [&](const char* reason) {
        return reference::objection(rules, visit(body),
                                    {{"hero", {{"late-sale-b", "night-sale-dach", reason, signals}}}});
    };
    EXPECT_EQ(judged("TARGETING_MATCH"), "");
    EXPECT_NE(judged("SPLIT"), "");
}

TEST_F(OracleOnTheShop, RunsThroughTheEndOfTheLastDay) {
    const auto matches_at = [&](Instant now) {
        return !reference::matches(rules, visit(full_request, now), "hero").empty();
    };
    const Instant end = sys_days{2026y / 12 / 24} + 23h;  // midnight in Berlin
    EXPECT_TRUE(matches_at(end - 1s));
    EXPECT_FALSE(matches_at(end));
}

TEST_F(OracleOnTheShop, CountsConsentForAHundredAndEightyDays) {
    const auto stale = visit(full_request, sys_days{2027y / 4 / 1});
    EXPECT_EQ(stale.refresh_consent, (std::set<std::string>{"behaviour", "location"}));
    EXPECT_TRUE(visit(full_request, sys_days{2027y / 3 / 31} + 23h).refresh_consent.empty());
}

TEST(Oracle, GlobsAsDescribed) {
    const auto fits = [](std::u32string_view pattern, std::u32string_view text) {
        return reference::glob_fits(pattern, text);
    };
    EXPECT_TRUE(fits(U"/a/*", U"/a/b"));
    EXPECT_FALSE(fits(U"/a/*", U"/a/b/c"));
    EXPECT_TRUE(fits(U"/a/**", U"/a/b/c"));
    EXPECT_TRUE(fits(U"**.html", U"/x/y.html"));
    EXPECT_FALSE(fits(U"/?", U"//"));
}

TEST(Oracle, FoldsByCodePoint) {
    EXPECT_EQ(reference::folded("ÄRZTE"), reference::folded("ärzte"));
    EXPECT_EQ(reference::folded("ΣΟΦΟΣ"), reference::folded("σοφος"));
    EXPECT_NE(reference::folded("straße"), reference::folded("STRASSE"));  // simple folding keeps lengths
}

TEST(Oracle, FirstInstantOfSkippedAndRepeatedHours) {
    const local_seconds half_past_two = local_days{2026y / 3 / 29} + 2h + 30min;
    EXPECT_EQ(reference::first_instant(half_past_two, "Europe/Berlin"), sys_days{2026y / 3 / 29} + 1h);
    const local_seconds repeated = local_days{2026y / 10 / 25} + 2h + 30min;
    EXPECT_EQ(reference::first_instant(repeated, "Europe/Berlin"), sys_days{2026y / 10 / 25} + 30min);
}

// The same tree, as if nothing had stood in quotes.
reference::Tree without_quotes(reference::Tree tree) {
    tree.quoted = false;
    for (auto& item : tree.items) { item = without_quotes(std::move(item)); }
    for (auto& [key, value] : tree.entries) { value = without_quotes(std::move(value)); }
    return tree;
}

// What the generators hand to both sides is what they meant, in whatever handwriting.
TEST(Oracle, ReadsEveryHandwritingAlike) {
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        Random random(seed);
        Case made = make_rules(random);
        made.layout = seed;
        for (std::size_t i = 0; i < made.files.size(); ++i) {
            const std::string text = made.texts()[i].second;
            EXPECT_EQ(reference::to_yaml(without_quotes(reference::read_yaml(text))),
                      reference::to_yaml(without_quotes(made.files[i].second)))
                << text;
        }
    }
}

}  // namespace
}  // namespace passerby::property
