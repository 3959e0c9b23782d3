// Query strings: the same members as a body's, typed by the vocabulary.
#include "server/wire/query.hpp"

#include <gtest/gtest.h>

#include <string>

#include "tests/server/wire/shop.hpp"

namespace passerby::wire {
namespace {

using Names = std::vector<std::string_view>;
namespace signals = engine::signals;

class QueryTest : public testing::Test {
  protected:
    std::optional<ProblemKind> kind(std::string_view query) {
        const auto problem = reader_.read(query, *shop_, request_);
        return problem ? std::optional(problem->kind) : std::nullopt;
    }
    void tell(const std::string& parameters) { ASSERT_FALSE(kind("slot=hero&" + parameters)) << parameters; }
    bool knows(engine::SignalId id) const { return request_.signals.has(id); }

    std::shared_ptr<const engine::RuleIndex> shop_ = make_shop();
    QueryReader reader_;
    DecideRequest request_;
};

TEST_F(QueryTest, ReadsTheExampleOfTheInterface) {
    ASSERT_FALSE(
        kind("slot=hero&slot=sidebar&page.section=sport&page.topics=football,cup&device.type=phone"));
    EXPECT_EQ(request_.slots, (std::vector<engine::SlotId>{0, 1}));
    EXPECT_EQ(request_.signals.text(signals::page_section), "sport");
    ASSERT_EQ(request_.signals.members(signals::page_topics).size(), 2u);
    EXPECT_EQ(request_.signals.members(signals::page_topics)[1], "cup");
    EXPECT_EQ(request_.signals.text(signals::device_type), "phone");
    EXPECT_TRUE(request_.only_shared && request_.has_device);
    EXPECT_EQ(request_.unknown(), 0u);
}

TEST_F(QueryTest, ReadsConsentOfTheSitesOwn) {
    tell("consent=location,behaviour&consent.at=2026-10-02&consent.version=3");
    using Said = engine::OwnConsent::Said;
    EXPECT_EQ(request_.consent.own->said, (std::array{Said::yes, Said::yes, Said::nothing, Said::nothing}));
    EXPECT_EQ(engine::format_instant(*request_.consent.own->at), "2026-10-02T00:00:00Z");
    EXPECT_FALSE(request_.consent.unreadable || request_.only_shared);
    EXPECT_TRUE(request_.consent.own->outgrown.has(engine::Purpose::location));
    for (const char* version : {"1.bwgVx0J4V", "1%2EbwgVx0J4V", "1.lfNMDPO2U.bwgVx0J4V"}) {
        tell("consent=behaviour&consent.at=2026-10-02&consent.version=" + std::string(version));
        EXPECT_EQ(request_.consent.own->outgrown, engine::PurposeSet{}) << version;
    }
    tell("consent=behaviour&consent.at=2026-10-02&consent.version=1");
    EXPECT_EQ(request_.consent.own->outgrown, engine::PurposeSet{engine::Purpose::behaviour});
    for (const char* version : {"", "%zz", "1.b", "2.bwgVx0J4V"}) {
        tell("consent=behaviour&consent.at=2026-10-02&consent.version=" + std::string(version));
        EXPECT_FALSE(request_.consent.unreadable) << version;
        EXPECT_TRUE(request_.consent.own->outgrown.has(engine::Purpose::location)) << version;
    }
    tell("consent=");
    EXPECT_TRUE(request_.consent.own && !request_.consent.unreadable);
    tell("bucket=1");
    EXPECT_FALSE(request_.consent.own);
}

TEST_F(QueryTest, ConsentThatCannotBeReadIsUnreadable) {
    for (const char* consent :
         {"consent=CPxyz", "consent=location,cookies", "consent=location,location", "consent=at",
          "consent=location&consent=behaviour", "consent.at=2026-10-02&consent.at=2026-10-03", "consent=%zz",
          "consent=tcf", "consent.tcf=CPxyz", "consent.gpp=DBABM", "consent.location=true"}) {
        tell(consent);
        EXPECT_TRUE(request_.consent.unreadable) << consent;
    }
}

TEST_F(QueryTest, DecodesAndTypes) {
    tell(
        "page.section=%C3%BCber+alles&page%2Etype=a%2Bb&behaviour.returning=true&behaviour.visits=5.0"
        "&page.topics=a%2Cb&page.keywords=&page.ratio=-2.5e2&time.utc_offset=-720&bucket=99&exclude=quiz,gone"
        "&exclude=sale&child=true&manifest=old&page.path=/a%3Fb");
    EXPECT_EQ(request_.signals.text(signals::page_section), "\u00fcber alles");
    EXPECT_EQ(request_.signals.text(signals::page_type), "a+b");
    EXPECT_EQ(request_.signals.number(signals::behaviour_returning), 1);
    EXPECT_EQ(request_.signals.number(signals::behaviour_visits), 5);
    EXPECT_EQ(request_.signals.members(signals::page_topics).size(), 2u);
    EXPECT_TRUE(knows(signals::page_keywords));
    EXPECT_EQ(request_.signals.number(*shop_->vocabulary().find("page.ratio")), -250);
    EXPECT_EQ(request_.utc_offset, -std::chrono::hours{12});
    EXPECT_EQ(request_.bucket, 99);
    EXPECT_EQ(request_.excluded.size(), 2u);
    EXPECT_TRUE(request_.consent.child && request_.manifest_stale);
    EXPECT_EQ(request_.signals.text(signals::page_path), "/a");
    EXPECT_EQ(request_.ignored, Names{});
    EXPECT_EQ(request_.unknown(), 0u);
}

TEST_F(QueryTest, WhatCannotBeIsNamed) {
    for (const auto& [query, name] : std::vector<std::pair<std::string, std::string_view>>{
             {"bucket=100", "bucket"},
             {"bucket=", "bucket"},
             {"bucket=0x10", "bucket"},
             {"bucket=+5", "bucket"},
             {"bucket=nan", "bucket"},
             {"time.utc_offset=1000", "time.utc_offset"},
             {"time.hour=20", "time.hour"},
             {"page.section=", "page.section"},
             {"page.section", "page.section"},
             {"page.section=%ff", "page.section"},
             {"page.section=%4", "page.section"},
             {"page.section=%", "page.section"},
             {"page.topics=a,,b", "page.topics"},
             {"page.topics=a,", "page.topics"},
             {"behaviour.visits=inf", "behaviour.visits"},
             {"behaviour.visits=1e400", "behaviour.visits"},
             {"behaviour.returning=1", "behaviour.returning"},
             {"behaviour.returning=TRUE", "behaviour.returning"},
             {"device.type=fridge", "device.type"},
             {"page=sport", "page"},
             {"child=1", "child"},
             {"exclude=%zz", "exclude"}}) {
        tell(query);
        EXPECT_EQ(request_.ignored, Names{name}) << query;
        EXPECT_EQ(request_.unknown(), 0u) << query;
    }
}

TEST_F(QueryTest, TheFirstCountsAndTheUnknownIsCounted) {
    tell(
        "bucket=1&bucket=2&page.section=a&page.section=b&user_id=canary&page.email=canary&&=x&%zz=1&slots="
        "hero&time=1");
    EXPECT_EQ(request_.bucket, 1);
    EXPECT_EQ(request_.signals.text(signals::page_section), "a");
    EXPECT_EQ(request_.unknown_members, 5u);
    EXPECT_EQ(request_.identifiers, (std::vector<problem::OwnText>{"user_id", "email"}));
    EXPECT_EQ(request_.ignored, Names{"time"});
    EXPECT_FALSE(request_.only_shared);
}

TEST_F(QueryTest, OnlyPageDeviceAndTimeMayBeShared) {
    for (const char* shared : {"page.section=a", "device.os=ios", "time.utc_offset=60", "page.section="}) {
        tell(shared);
        EXPECT_TRUE(request_.only_shared) << shared;
    }
    for (const char* own : {"location.country=DE", "behaviour.visits=1", "consent=", "consent.at=2026-10-02",
                            "bucket=1", "exclude=quiz", "child=false", "manifest=5f0c", "user_id=1"}) {
        tell(own);
        EXPECT_FALSE(request_.only_shared) << own;
    }
}

TEST_F(QueryTest, SlotsAreNeededAndChecked) {
    EXPECT_EQ(kind(""), ProblemKind::slots_missing);
    EXPECT_EQ(kind("page.section=sport"), ProblemKind::slots_missing);
    for (const char* query :
         {"slot=", "slot", "slot=He+ro", "slot=hero,sidebar", "slot=%zz", "slot=hero&slot=%00"}) {
        EXPECT_EQ(kind(query), ProblemKind::slots_malformed) << query;
    }
    std::string many = "slot=hero";
    for (int i = 1; i < 32; ++i) { many += "&slot=hero"; }
    EXPECT_FALSE(kind(many));
    EXPECT_EQ(kind(many + "&slot=hero"), ProblemKind::slots_malformed);
}

// Whatever the bytes: a verdict, and every view into bytes that are still there.
TEST_F(QueryTest, AnyBytesEndInAVerdict) {
    std::uint64_t state = 7;
    for (int round = 0; round < 20'000; ++round) {
        std::string query = "slot=hero&";
        for (int i = 0; i < 40; ++i) {
            static constexpr std::string_view parts[] = {
                "&",    "=",        "%",        "%4",      "%00",           ",",
                "+",    "a",        ".",        "page",    "page.section=", "page.topics=",
                "\xff", "consent=", "exclude=", "bucket=", "slot=",         "1"};
            state = engine::mix64(state + 1);
            query += parts[state % std::size(parts)];
        }
        if (kind(query)) { continue; }
        for (std::string_view name : request_.ignored) { ASSERT_FALSE(name.empty()); }
        if (knows(signals::page_section)) {
            ASSERT_FALSE(request_.signals.text(signals::page_section).empty());
        }
    }
}

}  // namespace
}  // namespace passerby::wire
