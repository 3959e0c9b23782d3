#include "rules/rule_tests.hpp"

#include <gtest/gtest.h>

#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

constexpr std::string_view shop = R"(
timezone: Europe/Berlin
slots: {hero: {fallback: welcome}, side: {count: 2}}
content: {welcome: {}, sale: {}, sale-b: {}}
signals: {page.code: {type: string}, page.size: {type: number, min: 0, max: 100}}
rules:
  - {id: night, slot: hero, show: [sale, sale-b]}
  - {id: both, slot: [hero, side], show: sale}
  - {id: off, slot: side, show: sale, enabled: false}
)";

RuleTests read(std::string tests) {
    const Loaded set = load_set(std::string(shop));
    EXPECT_TRUE(set.rule_set.has_value());
    std::vector<Source> sources;
    sources.emplace_back("set.test.yaml", std::move(tests));
    return read_rule_tests(std::move(sources), *set.rule_set);
}

// The one test of a text that has no errors.
RuleTest one(std::string tests) {
    RuleTests read_tests = read(std::move(tests));
    for (const Issue& issue : read_tests.issues) {
        ADD_FAILURE() << issue.line << ":" << issue.column << " " << issue.message;
    }
    EXPECT_EQ(read_tests.tests.size(), 1u);
    return read_tests.tests.empty() ? RuleTest() : read_tests.tests.front();
}

std::string request_of(std::string_view given) {
    return one("tests: [{expect: {hero: none}, given: " + std::string(given) + "}]").request;
}

// `LINE:COLUMN CODE` of everything that is wrong.
std::string wrong(std::string tests) {
    const RuleTests read_tests = read(std::move(tests));
    EXPECT_TRUE(read_tests.tests.empty());
    std::string all;
    for (const Issue& issue : read_tests.issues) {
        all += (all.empty() ? "" : ", ") + std::to_string(issue.line) + ":" + std::to_string(issue.column) +
               " " + issue.code;
    }
    return all;
}

std::string wrong_given(std::string_view given) {
    return wrong("tests:\n- expect: {hero: none}\n  given: " + std::string(given));
}

std::string wrong_expect(std::string_view expect) {
    return wrong("tests:\n- expect: " + std::string(expect));
}

TEST(RuleTests, a_test_with_everything) {
    const RuleTest test = one(R"(
tests:
  - name: Saturday night
    at: 2026-11-21T20:15
    given:
      device: {type: phone}
      consent: {location: true, at: 2026-10-02}
      bucket: 7
    expect: {hero: night, side: [{rule: both, content: sale, reason: SPLIT}]}
)");
    EXPECT_EQ(test.name, "Saturday night");
    EXPECT_EQ(test.place.line, 3u);
    EXPECT_TRUE(test.has_bucket);
    ASSERT_TRUE(test.at.has_value());
    EXPECT_EQ(engine::format_instant(*test.at), "2026-11-21T19:15:00Z");  // Berlin's winter
    EXPECT_EQ(
        test.request,
        R"({"slots":["hero","side"],"device":{"type":"phone"},"consent":{"location":true,"at":"2026-10-02"},"bucket":7})");
    ASSERT_EQ(test.expect.size(), 2u);
    EXPECT_EQ(test.expect[0].choices.at(0).rule, 0u);
    EXPECT_FALSE(test.expect[0].choices.at(0).content.has_value());
    EXPECT_EQ(test.expect[1].slot, 1u);
    EXPECT_EQ(test.expect[1].choices.at(0).rule, 1u);
    EXPECT_EQ(test.expect[1].choices.at(0).content, 1u);
    EXPECT_EQ(test.expect[1].choices.at(0).reason, engine::Reason::split);
    EXPECT_EQ(test.expect[1].place.line, 9u);
}

TEST(RuleTests, only_expect_is_needed) {
    const RuleTest test = one("tests:\n- expect: {hero: {content: welcome, reason: DEFAULT}, side: none}");
    EXPECT_EQ(test.request, R"({"slots":["hero","side"]})");
    EXPECT_FALSE(test.at.has_value());
    EXPECT_FALSE(test.has_bucket);
    EXPECT_EQ(test.name, "`set.test.yaml:2:3`");
    EXPECT_EQ(test.expect.at(0).choices.at(0).reason, engine::Reason::fallback);
    EXPECT_TRUE(test.expect.at(1).choices.empty());
    EXPECT_TRUE(read("tests:").issues.empty());
    EXPECT_TRUE(read("# none yet").issues.empty());
}

TEST(RuleTests, an_offset_says_another_zone) {
    const RuleTest test = one("tests: [{at: 2026-11-21T20:15+00:00, expect: {hero: none}}]");
    EXPECT_EQ(engine::format_instant(test.at.value_or(engine::Instant{})), "2026-11-21T20:15:00Z");
}

TEST(RuleTests, several_tests_keep_their_own) {
    const RuleTests tests =
        read("tests:\n- expect: {hero: none}\n  given: {bucket: 1}\n- expect: {side: none}");
    ASSERT_EQ(tests.tests.size(), 2u);
    EXPECT_EQ(tests.tests[1].request, R"({"slots":["side"]})");
    EXPECT_FALSE(tests.tests[1].has_bucket);
}

TEST(RuleTests, values_arrive_as_their_signals_ask) {
    EXPECT_EQ(
        request_of("{page: {code: 007, path: /a, section: true, topics: [1, NO, ~], size: 007}}"),
        R"({"slots":["hero"],"page":{"code":"007","path":"/a","section":"true","topics":["1","NO","~"],"size":7}})");
    EXPECT_EQ(
        request_of("{behaviour: {cart_value: '63.20', visits: 3, returning: true, topics: []}}"),
        R"({"slots":["hero"],"behaviour":{"cart_value":63.20,"visits":3,"returning":true,"topics":[]}})");
    EXPECT_EQ(
        request_of("{page: {section: \"a\\\"\\n\"}, device: {type: ~other}, location: {country: de}}"),
        R"({"slots":["hero"],"page":{"section":"a\"\n"},"device":{"type":"~other"},"location":{"country":"de"}})");
    EXPECT_EQ(request_of("{time: {utc_offset: -60}, exclude: [sale], child: true, bucket: 0}"),
              R"({"slots":["hero"],"time":{"utc_offset":-60},"exclude":["sale"],"child":true,"bucket":0})");
    EXPECT_EQ(
        request_of("{consent: {tcf: 123, gdpr: true, gpp_sid: [7], us_privacy: 1YNN, history: false}}"),
        R"({"slots":["hero"],"consent":{"tcf":"123","gdpr":true,"gpp_sid":[7],"us_privacy":"1YNN","history":false}})");
    EXPECT_EQ(request_of("{page: {}, exclude: []}"), R"({"slots":["hero"],"page":{}})");
}

TEST(RuleTests, tell_what_cannot_be_given) {
    EXPECT_EQ(wrong_given("{devise: {}}"), "3:11 unknown-key");
    EXPECT_EQ(wrong_given("{device: {typ: phone}}"), "3:20 unknown-signal");
    EXPECT_EQ(wrong_given("{page: {user_id: 1}}"), "3:18 unknown-signal");
    EXPECT_EQ(wrong_given("{device: {type: mobile}}"), "3:26 impossible-value");
    EXPECT_EQ(wrong_given("{location: {country: UK}}"), "3:31 impossible-value");
    EXPECT_EQ(wrong_given("{page: {path: a}}"), "3:24 impossible-value");
    EXPECT_EQ(wrong_given("{page: {section: ''}}"), "3:27 empty");
    EXPECT_EQ(wrong_given("{page: {topics: football}}"), "3:26 wrong-kind");
    EXPECT_EQ(wrong_given("{page: {size: 101}}"), "3:24 out-of-range");
    EXPECT_EQ(wrong_given("{page: {size: big}}"), "3:24 not-a-number");
    EXPECT_EQ(wrong_given("{behaviour: {returning: yes}}"), "3:34 unknown-word");
    EXPECT_EQ(wrong_given("{time: {hour: 20}}"), "3:18 wrong-kind");
    EXPECT_EQ(wrong_given("{time: {utc_offset: 9000}}"), "3:30 out-of-range");
    EXPECT_EQ(wrong_given("{bucket: 100}"), "3:19 out-of-range");
    EXPECT_EQ(wrong_given("{exclude: [sael]}"), "3:21 unknown-content");
    EXPECT_EQ(wrong_given("{consent: {at: someday}}"), "3:25 not-a-time");
    EXPECT_EQ(wrong_given("{consent: {behavior: true}}"), "3:21 unknown-key");
    EXPECT_EQ(wrong_given("{slots: [hero]}"), "3:18 unknown-key");
    EXPECT_EQ(wrong_given("{now: 2026-01-01}"), "3:16 unknown-key");
    EXPECT_EQ(wrong_given("[a]"), "3:10 wrong-kind");
}

TEST(RuleTests, tell_what_can_never_be_expected) {
    EXPECT_EQ(wrong_expect("{heros: night}"), "2:12 unknown-slot");
    EXPECT_EQ(wrong_expect("{hero: nigth}"), "2:18 unknown-rule");
    EXPECT_EQ(wrong_expect("{hero: welcome}"), "2:18 unknown-rule");
    EXPECT_EQ(wrong_expect("{hero: {content: welcom}}"), "2:28 unknown-content");
    EXPECT_EQ(wrong_expect("{hero: {rules: night}}"), "2:19 unknown-key");
    EXPECT_EQ(wrong_expect("{hero: {reason: splitt}}"), "2:27 unknown-word");
    EXPECT_EQ(wrong_expect("{side: night}"), "2:18 impossible-test");
    EXPECT_EQ(wrong_expect("{side: off}"), "2:18 impossible-test");
    EXPECT_EQ(wrong_expect("{hero: {rule: both, content: welcome}}"), "2:18 impossible-test");
    EXPECT_EQ(wrong_expect("{hero: {rule: both, reason: DEFAULT}}"), "2:18 impossible-test");
    EXPECT_EQ(wrong_expect("{hero: [night, both]}"), "2:18 impossible-test");
    EXPECT_EQ(wrong_expect("{side: [both, none]}"), "2:25 impossible-test");
    EXPECT_EQ(wrong_expect("hero"), "2:11 wrong-kind");
    EXPECT_EQ(wrong_expect("{}"), "2:11 empty");
}

TEST(RuleTests, tell_what_is_wrong_with_the_file) {
    EXPECT_EQ(wrong("test: []"), "1:1 missing-key, 1:1 unknown-key");
    EXPECT_EQ(wrong("tests: {}"), "1:8 wrong-kind");
    EXPECT_EQ(wrong("tests: [a]"), "1:9 wrong-kind");
    EXPECT_EQ(wrong("tests: [{name: a}]"), "1:9 missing-key");
    EXPECT_EQ(wrong("tests: [{expect: {hero: none}, at: noon}]"), "1:36 not-a-time");
    EXPECT_EQ(wrong("tests: [{expect: {hero: none}, on: x}]"), "1:32 unknown-key");
    EXPECT_EQ(wrong("tests: [a"), "1:8 yaml-syntax");
}

TEST(RuleTests, the_good_ones_are_there_beside_the_bad) {
    const RuleTests tests =
        read("tests:\n- {expect: {hero: night}, given: {bucket: x}}\n- expect: {side: both}");
    ASSERT_EQ(tests.tests.size(), 1u);
    EXPECT_EQ(tests.tests[0].request, R"({"slots":["side"]})");  // and nothing of the bad one
    EXPECT_EQ(tests.issues.size(), 1u);
}

}  // namespace
}  // namespace passerby::rules
