// Bodies of decide requests: what of them is taken, what is named, what is only counted.
#include "server/wire/request.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/server/wire/shop.hpp"

namespace passerby::wire {
namespace {

using Names = std::vector<std::string_view>;
namespace signals = engine::signals;

class RequestTest : public testing::Test {
  protected:
    std::optional<Problem> read(std::string_view body) { return reader_.read(body, *shop_, request_); }
    // Of a request that asks for `hero` and says this besides.
    void tell(const std::string& members) {
        const auto problem = read(R"({"slots":["hero"],)" + members + "}");
        ASSERT_FALSE(problem) << members;
    }
    std::optional<ProblemKind> kind(std::string_view body) {
        const auto problem = read(body);
        return problem ? std::optional(problem->kind) : std::nullopt;
    }
    bool knows(engine::SignalId id) const { return request_.signals.has(id); }
    engine::SignalId declared(std::string_view name) const { return *shop_->vocabulary().find(name); }

    std::shared_ptr<const engine::RuleIndex> shop_ = make_shop();
    RequestReader reader_;
    DecideRequest request_;
};

TEST_F(RequestTest, ReadsTheExampleOfTheInterface) {
    ASSERT_FALSE(read(R"({
      "slots": ["hero", "sidebar"],
      "page": {"path": "/sport/cup-final", "section": "sport", "topics": ["football"], "language": "de"},
      "device": {"type": "phone", "os": "ios", "browser": "safari"},
      "time": {"utc_offset": 60},
      "location": {"country": "DE", "region": "DE-BE"},
      "behaviour": {"pages_viewed": 5, "cart_value": 50, "topics": ["football"]},
      "consent": {"location": true, "behaviour": true, "history": false, "measurement": true, "at": "2026-10-02"},
      "exclude": ["quiz"],
      "bucket": 42
    })"));
    EXPECT_EQ(request_.slots, (std::vector<engine::SlotId>{0, 1}));
    EXPECT_EQ(request_.signals.text(signals::page_path), "/sport/cup-final");
    EXPECT_EQ(request_.signals.members(signals::page_topics).front(), "football");
    EXPECT_EQ(request_.signals.text(signals::device_type), "phone");
    EXPECT_EQ(request_.signals.text(signals::location_country), "DE");
    EXPECT_EQ(request_.signals.number(signals::behaviour_pages_viewed), 5);
    EXPECT_EQ(request_.utc_offset, std::chrono::hours{1});
    EXPECT_EQ(request_.bucket, 42);
    EXPECT_EQ(request_.excluded, std::vector{*shop_->find_content("quiz")});
    ASSERT_TRUE(request_.consent.own);
    using Said = engine::OwnConsent::Said;
    EXPECT_EQ(request_.consent.own->said, (std::array{Said::yes, Said::yes, Said::no, Said::yes}));
    EXPECT_EQ(engine::format_instant(*request_.consent.own->at), "2026-10-02T00:00:00Z");
    EXPECT_FALSE(request_.consent.unreadable);
    EXPECT_EQ(request_.ignored, Names{});
    EXPECT_EQ(request_.unknown(), 0u);
    EXPECT_TRUE(request_.has_device);
}

TEST_F(RequestTest, SlotsAreNamesEachOnce) {
    ASSERT_FALSE(read(R"({"slots":["sidebar","hero","sidebar","nowhere"]})"));
    ASSERT_EQ(request_.asked.size(), 3u);
    EXPECT_EQ(request_.asked[0].name, "sidebar");
    EXPECT_EQ(request_.asked[2].name, "nowhere");
    EXPECT_FALSE(request_.asked[2].known);
    EXPECT_EQ(request_.slots, (std::vector<engine::SlotId>{1, 0}));
    EXPECT_EQ(request_.unknown(), 1u);
}

TEST_F(RequestTest, MalformedSlotsAreRefusedWithTheirPlace) {
    const auto pointer = [&](std::string_view body) {
        const auto problem = read(body);
        if (!problem) { return std::string("none"); }
        EXPECT_EQ(problem->kind, ProblemKind::slots_malformed) << body;
        std::string text(problem->pointer);
        if (problem->index) { text += "/" + std::to_string(*problem->index); }
        return text;
    };
    EXPECT_EQ(pointer(R"({"slots":"hero"})"), "/slots");
    EXPECT_EQ(pointer(R"({"slots":null})"), "/slots");
    EXPECT_EQ(pointer(R"({"slots":{}})"), "/slots");
    EXPECT_EQ(pointer(R"({"slots":[]})"), "/slots");
    EXPECT_EQ(pointer(R"({"slots":["hero",7]})"), "/slots/1");
    EXPECT_EQ(pointer(R"({"slots":["hero","sidebar","He ro"]})"), "/slots/2");
    EXPECT_EQ(pointer(R"({"slots":[""]})"), "/slots/0");
    EXPECT_EQ(pointer(R"({"slots":["-hero"]})"), "/slots/0");
    EXPECT_EQ(pointer(R"({"slots":["hero\u0000"]})"), "/slots/0");
    EXPECT_EQ(pointer(R"({"slots":[")" + std::string(64, 'a') + "\"]}"), "none");
    EXPECT_EQ(pointer(R"({"slots":[")" + std::string(65, 'a') + "\"]}"), "/slots/0");
    std::string many = R"({"slots":["hero")";
    for (int i = 1; i < 32; ++i) { many += R"(,"hero")"; }
    EXPECT_EQ(pointer(many + "]}"), "none");
    EXPECT_EQ(pointer(many + R"(,"hero"]})"), "/slots");
    EXPECT_EQ(kind(R"({})"), ProblemKind::slots_missing);
    EXPECT_EQ(kind(R"({"page":{"slots":["hero"]}})"), ProblemKind::slots_missing);
}

TEST_F(RequestTest, WhatIsNoneOfOursIsCountedAndNotNamed) {
    tell(R"("user_id":"canary-1","page":{"email":"canary-2","section":"sport"},
            "extra":{"a":{"b":[1,2,{"c":null}]}},"now":"2026-01-01","files":{})");
    EXPECT_EQ(request_.unknown_members, 5u);
    EXPECT_EQ(request_.identifiers, (std::vector<problem::OwnText>{"user_id", "email"}));
    EXPECT_EQ(request_.unlisted_members, 3u);
    EXPECT_EQ(request_.ignored, Names{});
    EXPECT_TRUE(knows(signals::page_section));
}

TEST_F(RequestTest, TheFirstOfARepeatedMemberCounts) {
    tell(R"("bucket":1,"bucket":2,"page":{"section":"sport","section":"news"},"page":{"type":"x","foo":1},
            "slots":["sidebar"],"time":{"utc_offset":60,"utc_offset":120},"behaviour":{"visits":"x","visits":3})");
    EXPECT_EQ(request_.bucket, 1);
    EXPECT_EQ(request_.signals.text(signals::page_section), "sport");
    EXPECT_FALSE(knows(signals::page_type));
    EXPECT_EQ(request_.asked.size(), 1u);
    EXPECT_EQ(request_.utc_offset, std::chrono::hours{1});
    EXPECT_FALSE(knows(signals::behaviour_visits));
    EXPECT_EQ(request_.ignored, Names{"behaviour.visits"});
    EXPECT_EQ(request_.unknown(), 0u);
}

struct BadMember {
    const char* members;
    const char* name;
};

class IgnoredMember : public RequestTest, public testing::WithParamInterface<BadMember> {};

TEST_P(IgnoredMember, IsNamedAndCostsNothingElse) {
    tell(std::string(GetParam().members) + R"(,"page":{"section":"sport"})");
    EXPECT_EQ(request_.ignored, Names{GetParam().name});
    EXPECT_EQ(request_.unknown(), 0u);
    if (!std::string_view(GetParam().name).starts_with("page")) { EXPECT_TRUE(knows(signals::page_section)); }
}

INSTANTIATE_TEST_SUITE_P(
    All, IgnoredMember,
    testing::Values(BadMember{R"("bucket":100)", "bucket"}, BadMember{R"("bucket":-1)", "bucket"},
                    BadMember{R"("bucket":1.5)", "bucket"}, BadMember{R"("bucket":"7")", "bucket"},
                    BadMember{R"("bucket":null)", "bucket"}, BadMember{R"("bucket":[7])", "bucket"},
                    BadMember{R"("bucket":1e400)", "bucket"},
                    BadMember{R"("bucket":123456789012345678901234567890)", "bucket"},
                    BadMember{R"("exclude":"quiz")", "exclude"},
                    BadMember{R"("exclude":["quiz",1])", "exclude"},
                    BadMember{R"("exclude":{"quiz":true})", "exclude"},
                    BadMember{R"("time":{"utc_offset":841})", "time.utc_offset"},
                    BadMember{R"("time":{"utc_offset":-721})", "time.utc_offset"},
                    BadMember{R"("time":{"utc_offset":"60"})", "time.utc_offset"},
                    BadMember{R"("time":{"utc_offset":60.5})", "time.utc_offset"},
                    BadMember{R"("time":{"hour":20})", "time.hour"},
                    BadMember{R"("time":{"window":"mon 10:00-12:00"})", "time.window"},
                    BadMember{R"("time":{"weekday":["mon"]})", "time.weekday"},
                    BadMember{R"("time":5)", "time"}, BadMember{R"("location":["DE"])", "location"},
                    BadMember{R"("behaviour":null)", "behaviour"}, BadMember{R"("device":"phone")", "device"},
                    BadMember{R"("device":{"type":"fridge"})", "device.type"},
                    BadMember{R"("location":{"country":"UK"})", "location.country"},
                    BadMember{R"("location":{"country":""})", "location.country"},
                    BadMember{R"("location":{"city":{"name":"Berlin"}})", "location.city"},
                    BadMember{R"("behaviour":{"pages_viewed":-1})", "behaviour.pages_viewed"},
                    BadMember{R"("behaviour":{"pages_viewed":1.5})", "behaviour.pages_viewed"},
                    BadMember{R"("behaviour":{"pages_viewed":true})", "behaviour.pages_viewed"},
                    BadMember{R"("behaviour":{"cart_value":1e400})", "behaviour.cart_value"},
                    BadMember{R"("behaviour":{"cart_value":1e16})", "behaviour.cart_value"},
                    BadMember{R"("behaviour":{"cart_value":"50"})", "behaviour.cart_value"},
                    BadMember{R"("behaviour":{"cart_value":null})", "behaviour.cart_value"},
                    BadMember{R"("behaviour":{"returning":1})", "behaviour.returning"},
                    BadMember{R"("behaviour":{"topics":["a",1]})", "behaviour.topics"},
                    BadMember{R"("behaviour":{"topics":["a",""]})", "behaviour.topics"},
                    BadMember{R"("behaviour":{"topics":"a"})", "behaviour.topics"},
                    BadMember{R"("behaviour":{"loyalty_tier":"tin"})", "behaviour.loyalty_tier"},
                    BadMember{R"("manifest":5)", "manifest"}, BadMember{R"("child":"yes")", "child"},
                    BadMember{R"("child":1)", "child"}));

TEST_F(RequestTest, NumbersComeInEverySpelling) {
    tell(R"("behaviour":{"pages_viewed":5.0,"cart_items":1e1,"cart_value":-0,"visits":0.0e-400,
            "minutes_on_site":1e-400},"bucket":-0.0,"page":{"ratio":-2.5E+2})");
    EXPECT_EQ(request_.signals.number(signals::behaviour_pages_viewed), 5);
    EXPECT_EQ(request_.signals.number(signals::behaviour_cart_items), 10);
    EXPECT_EQ(request_.signals.number(signals::behaviour_cart_value), 0);
    EXPECT_FALSE(std::signbit(request_.signals.number(signals::behaviour_cart_value)));
    EXPECT_EQ(request_.signals.number(signals::behaviour_visits), 0);
    EXPECT_EQ(request_.signals.number(signals::behaviour_minutes_on_site), 0);
    EXPECT_EQ(request_.signals.number(declared("page.ratio")), -250);
    EXPECT_EQ(request_.bucket, 0);
    EXPECT_EQ(request_.ignored, Names{});
}

TEST_F(RequestTest, SetsHoldSixtyFourMembersAndStringsTheirBytes) {
    std::string members = R"("a")";
    for (int i = 1; i < 64; ++i) { members += R"(,"a)" + std::to_string(i) + "\""; }
    tell(R"("page":{"topics":[)" + members + R"(],"keywords":[]})");
    EXPECT_EQ(request_.signals.members(signals::page_topics).size(), 64u);
    EXPECT_TRUE(knows(signals::page_keywords));
    tell(R"("page":{"topics":[)" + members + R"(,"more"]})");
    EXPECT_EQ(request_.ignored, Names{"page.topics"});
    tell(R"("page":{"topics":[)" + members + R"(,"more","and","more"]})");
    EXPECT_EQ(request_.ignored, Names{"page.topics"});
    tell(R"("page":{"section":")" + std::string(256, 's') + R"(","type":")" + std::string(257, 't') + "\"}");
    EXPECT_TRUE(knows(signals::page_section));
    EXPECT_EQ(request_.ignored, Names{"page.type"});
    tell(R"("page":{"path":"/)" + std::string(2047, 'p') + R"(?q=canary"})");
    EXPECT_EQ(request_.signals.text(signals::page_path).size(), 2048u);
}

TEST_F(RequestTest, EscapesAreReadInNamesAndValues) {
    tell(R"("p\u0061ge":{"s\u0065ction":"\u00fcber\n\ud83d\ude00"})");
    EXPECT_EQ(request_.signals.text(signals::page_section), "\u00fcber\n\U0001F600");
}

TEST_F(RequestTest, ExcludedContentsMayBeUnknownButNotTooMany) {
    tell(R"("exclude":["quiz","gone","quiz"])");
    EXPECT_EQ(request_.excluded.size(), 2u);
    EXPECT_EQ(request_.unknown(), 0u);
    std::string names = R"("quiz")";
    for (int i = 1; i < 256; ++i) { names += R"(,"quiz")"; }
    tell(R"("exclude":[)" + names + "]");
    EXPECT_EQ(request_.excluded.size(), 256u);
    tell(R"("exclude":[)" + names + R"(,"quiz"])");
    EXPECT_TRUE(request_.excluded.empty());
    EXPECT_EQ(request_.ignored, Names{"exclude"});
}

TEST_F(RequestTest, OnlyTrueIsAGrantAndOnlyFalseANo) {
    using Said = engine::OwnConsent::Said;
    tell(R"("consent":{"location":"true","behaviour":1,"history":null,"measurement":false,"version":{"a":1},
            "at":"2026-10-02T10:00:00.123+02:00","mood":"good"})");
    EXPECT_EQ(request_.consent.own->said,
              (std::array{Said::nothing, Said::nothing, Said::nothing, Said::no}));
    EXPECT_EQ(engine::format_instant(*request_.consent.own->at), "2026-10-02T08:00:00Z");
    EXPECT_FALSE(request_.consent.unreadable);
    EXPECT_EQ(request_.unknown(), 1u);
}

// The shop reads behaviour.cart_value.
TEST_F(RequestTest, TheVersionTellsWhichGrantsWereForLess) {
    using enum engine::Purpose;
    constexpr engine::PurposeSet all = {location, behaviour, history, measurement};
    const std::string huge = "\"1.l" + std::string(40'000, 'A') + "\"";
    const std::pair<std::string, engine::PurposeSet> rows[] = {
        {"\"1.bwgVx0J4V\"", {}},
        {"\"1.lfNMDPO2U.bwgVx0J4V\"", {}},
        {"\"1.lfNMDPO2U\"", {behaviour}},
        {"\"1\"", {behaviour}},
        {R"("1\u002ebwgVx0J4V")", {}},
        {"\"\"", all},
        {"\"2.bwgVx0J4V\"", all},
        {huge, all},
        {"3", all},
        {"true", all},
        {"null", all},
        {"[\"1\"]", all},
        {R"({"a":1})", all},
    };
    for (const auto& [version, outgrown] : rows) {
        tell(R"("consent":{"behaviour":true,"at":"2026-10-02","version":)" + version + "}");
        EXPECT_EQ(request_.consent.own->outgrown, outgrown) << version.substr(0, 40);
        EXPECT_FALSE(request_.consent.unreadable) << version.substr(0, 40);
        EXPECT_TRUE(request_.ignored.empty());
    }
    tell(R"("consent":{"behaviour":true,"at":"2026-10-02"})");
    EXPECT_EQ(request_.consent.own->outgrown, engine::PurposeSet{});
}

TEST_F(RequestTest, ConsentDatesThatAreNoneAreNone) {
    for (const char* at :
         {"yesterday", "2026-13-01", "2026-10-02T", "2026-10-02T10:00:00.", "2026-10-02 10:00", ""}) {
        tell(R"("consent":{"location":true,"at":")" + std::string(at) + "\"}");
        EXPECT_FALSE(request_.consent.own->at) << at;
    }
    tell(R"("consent":{"location":true,"at":20261002})");
    EXPECT_FALSE(request_.consent.own->at);
    tell(R"("consent":{"location":true,"at":"2026-10-02T10:00"})");
    EXPECT_EQ(engine::format_instant(*request_.consent.own->at), "2026-10-02T10:00:00Z");
}

TEST_F(RequestTest, ConsentThatCannotBeReadIsUnreadable) {
    for (const char* consent :
         {"true", "null", "[]", R"("CPx")", R"({"location":true,"location":true})",
          R"({"location":true,"locati\u006fn":false})", R"({"at":"2026-10-02","at":"2026-10-02"})",
          R"({"tcf":"CPxyz"})", R"({"tcf":""})", R"({"gpp":"DBABM","gpp_sid":[7]})",
          R"({"us_privacy":"1ynn"})", R"({"tcf":null,"location":true})",
          R"({"gpp":"DBABTA~1YNN","gpp_sid":7})", R"({"us_privacy":"1YNN","us_privacy":"1YNN"})",
          R"({"gdpr":"yes","location":true})"}) {
        tell(R"("consent":)" + std::string(consent));
        EXPECT_TRUE(request_.consent.unreadable) << consent;
    }
    for (const char* consent :
         {"{}", R"({"location":true})", R"({"gdpr":true,"location":true})", R"({"gdpr":false})",
          R"({"gpp_sid":[7]})", R"({"us_privacy":"1YNN"})", R"({"gdpr":true})",
          R"({"gpp":"DBABTA~1YNN","gpp_sid":[6,-1,0]})", R"({"tcf":"CPxyz","gdpr":false})"}) {
        tell(R"("consent":)" + std::string(consent));
        EXPECT_FALSE(request_.consent.unreadable) << consent;
    }
    tell(R"("bucket":1)");
    EXPECT_FALSE(request_.consent.own);
}

TEST_F(RequestTest, ANewRequestForgetsTheOneBefore) {
    tell(
        R"("bucket":1,"child":true,"consent":[],"manifest":"old","user_id":1,"page":{"section":"sport","type":7},
            "exclude":["quiz"],"time":{"utc_offset":0},"device":{})");
    EXPECT_TRUE(request_.manifest_stale);
    EXPECT_TRUE(request_.consent.child);
    ASSERT_FALSE(read(R"({"slots":["sidebar"],"manifest":"5f0c"})"));
    EXPECT_FALSE(request_.bucket || request_.utc_offset || request_.consent.own || request_.has_device);
    EXPECT_FALSE(request_.consent.child || request_.consent.unreadable || request_.manifest_stale);
    EXPECT_FALSE(knows(signals::page_section));
    EXPECT_TRUE(request_.ignored.empty() && request_.identifiers.empty() && request_.excluded.empty());
    EXPECT_EQ(request_.unknown(), 0u);
}

TEST_F(RequestTest, ReadsNowAndFilesOnlyWhereAsked) {
    RequestReader wide({.bytes_max = 1u << 20, .has_now = true, .has_files = true});
    ASSERT_FALSE(wide.read(R"({"slots":["hero"],"now":"2026-11-21T20:15","files":{"a.yaml":"rules: []"}})",
                           *shop_, request_));
    ASSERT_TRUE(request_.now && wide.files());
    EXPECT_EQ(wide.files()->front().name, "a.yaml");
    EXPECT_EQ(request_.unknown(), 0u);
    EXPECT_EQ(wide.read(R"({"slots":["hero"],"now":"soon"})", *shop_, request_)->kind,
              ProblemKind::now_malformed);
    EXPECT_EQ(wide.read(R"({"slots":["hero"],"files":{"a":1}})", *shop_, request_)->kind,
              ProblemKind::files_malformed);
    EXPECT_EQ(wide.read_files(R"({"file":{}})")->kind, ProblemKind::files_malformed);
    EXPECT_EQ(wide.read_files(R"({"files":{}})")->kind, ProblemKind::files_malformed);
    EXPECT_FALSE(wide.read_files(R"({"files":{"a.yaml":""},"x":[1]})"));
}

TEST_F(RequestTest, SlotsMayBeLeftOutWhereTheyAreGivenOtherwise) {
    RequestReader lenient({.needs_slots = false});
    EXPECT_FALSE(lenient.read(R"({"bucket":1})", *shop_, request_));
    EXPECT_TRUE(lenient.read(R"({"slots":[]})", *shop_, request_));
}

TEST_F(RequestTest, TooManyBytesAreTooMany) {
    const std::string head = R"({"slots":["hero"],"x":")";
    const std::string room(request_bytes_max - head.size() - 2, ' ');
    EXPECT_FALSE(kind(head + room + "\"}"));
    EXPECT_EQ(kind(head + room + " \"}"), ProblemKind::body_too_large);
}

}  // namespace
}  // namespace passerby::wire
