// Consent strings at the public listener: what the answer tells of them, what is counted, and who reads them.
#include <gtest/gtest.h>

#include "server/api/public_api.hpp"
#include "tests/server/api/shop.hpp"
#include "tests/server/wire/tc_text.hpp"

namespace passerby::api {
namespace {

using wire::testing::PublisherTc;
using wire::testing::Tc;
using wire::testing::VendorList;

constexpr std::uint64_t at_noon = static_cast<std::uint64_t>(noon.time_since_epoch().count()) * 10;

// Permits everything to the publisher, and to vendor 28 for ads alone.
Tc good() {
    const VendorList listed{.id_max = 28, .ranges = {{28, 28}}};
    return {.updated = at_noon - 864'000,
            .consent = {1, 2, 3, 4, 7},
            .vendor_consent = listed,
            .publisher = PublisherTc{{1, 2, 3, 4, 5, 6, 7, 8, 11}, {}, 0}};
}

class ConsentStringsTest : public testing::Test {
  protected:
    void post(const std::string& consent) {
        if (!api_) { api_.emplace(settings_, measures_, readiness_, 1); }
        const std::string body =
            R"({"slots":["hero"],"location":{"country":"DE"},"behaviour":{"cart_value":80},)"
            R"("device":{"type":"phone"},"consent":)" +
            consent + "}";
        const Ask ask{.body = body};
        api_->handle(ask.view(), *shop_, noon, response_);
        EXPECT_EQ(response_.status, 200);
    }
    void post_tcf(const Tc& tc, const std::string& more = R"("gdpr":true)") {
        post("{\"tcf\":\"" + tc.text() + "\"," + more + "}");
    }
    bool says(std::string_view text) const { return response_.body.find(text) != std::string::npos; }
    bool withholds_nothing() const { return says(R"("withheld":[])"); }
    std::uint64_t counted(std::size_t kind, ConsentOutcome outcome) const {
        return measures_.consent_records[kind][static_cast<std::size_t>(outcome)].read();
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
    Measures measures_;
    Readiness readiness_;
    std::optional<PublicApi> api_;
    http::Response response_;
};

TEST_F(ConsentStringsTest, ATcStringPermitsUnderGdpr) {
    post_tcf(good());
    EXPECT_TRUE(withholds_nothing()) << response_.body;
    post_tcf(good(), R"("gdpr":false)");
    EXPECT_TRUE(says(R"("withheld":["location.country","behaviour.cart_value"])")) << response_.body;
    post(R"({"gdpr":true})");
    EXPECT_TRUE(says(R"("withheld":["device.type","location.country","behaviour.cart_value"])"));
}

TEST_F(ConsentStringsTest, TheConfigurationNamesReaderAndUse) {
    settings_.tcf = {.use = wire::TcfReader::Use::ads, .vendor = 28};
    post_tcf(good());
    EXPECT_TRUE(withholds_nothing());
    settings_.tcf = {.use = wire::TcfReader::Use::content, .vendor = 28};
    api_.reset();
    post_tcf(good());
    EXPECT_FALSE(withholds_nothing());
    settings_.tcf = {.use = wire::TcfReader::Use::ads, .vendor = 27};
    api_.reset();
    post_tcf(good());
    EXPECT_FALSE(withholds_nothing());
}

TEST_F(ConsentStringsTest, GpcWithinGppIsHonouredAndTold) {
    post(R"({"location":true,"behaviour":true,"at":"2026-11-01","gpp":"DBABLA~BVVqAAAAAAA.YA"})");
    EXPECT_TRUE(says(R"("withheld":["behaviour.cart_value"])")) << response_.body;
    EXPECT_TRUE(says(R"("honoured":["gpc"])"));
    post(R"({"location":true,"behaviour":true,"at":"2026-11-01","gpp":"DBABLA~BVVqAAAAAAA.QA"})");
    EXPECT_TRUE(withholds_nothing());
    EXPECT_TRUE(says(R"("honoured":[])"));
}

TEST_F(ConsentStringsTest, AnAnswerCountsNoLongerThanItsTcString) {
    Tc tc = good();
    tc.updated = at_noon - std::uint64_t{390} * 864'000;
    post_tcf(tc);
    EXPECT_TRUE(withholds_nothing());
    EXPECT_FALSE(says("2027-04-01T00:00:00Z")) << response_.body;
}

TEST_F(ConsentStringsTest, RecordsAreCountedByKindAndOutcome) {
    using enum ConsentOutcome;
    post_tcf(good());
    EXPECT_EQ(counted(1, used), 1u);
    post_tcf(good(), R"("gdpr":false)");
    EXPECT_EQ(counted(1, ignored), 1u);
    Tc tc = good();
    tc.policy = 3;
    post_tcf(tc);
    EXPECT_EQ(counted(1, void_), 1u);
    tc = good();
    tc.updated = at_noon + 10;
    post_tcf(tc);
    EXPECT_EQ(counted(1, stale), 1u);
    post(R"({"tcf":"CPx"})");
    EXPECT_EQ(counted(1, unreadable), 1u);
    EXPECT_EQ(measures_.malformed_strings[0][static_cast<std::size_t>(wire::IabFault::cut_short)].read(), 1u);
    EXPECT_EQ(counted(0, used) + counted(0, stale) + counted(0, unreadable), 0u)
        << "there was no other record";

    post(R"({"location":true,"at":"2026-11-01","gpp":"DBABTA~1YNN","us_privacy":"1yyy"})");
    EXPECT_EQ(counted(2, used), 1u);
    EXPECT_EQ(counted(3, unreadable), 1u);
    EXPECT_EQ(measures_.malformed_strings[2][static_cast<std::size_t>(wire::IabFault::bad_value)].read(), 1u);
    EXPECT_EQ(counted(0, used), 0u) << "nothing was used of it";
    post(R"({"location":true,"at":"2026-11-01","us_privacy":"1YNN"})");
    EXPECT_EQ(counted(0, used), 1u);
    post(R"({"location":true,"location":true})");
    EXPECT_EQ(counted(0, unreadable), 1u);
}

}  // namespace
}  // namespace passerby::api
