// The public listener's handlers, called as the server calls them.
#include "server/api/public_api.hpp"

#include <gtest/gtest.h>

#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

using namespace std::chrono_literals;

class PublicApiTest : public testing::Test {
  protected:
    PublicApiTest() { readiness_.published("rev", 5, noon); }

    const http::Response& ask(const Ask& ask) {
        if (!api_) { api_.emplace(settings_, measures_, readiness_, 1); }
        api_->handle(ask.view(), *shop_, now_, response_);
        return response_;
    }
    const http::Response& post(std::string_view body, std::vector<http::Header> headers = {}) {
        return ask({.headers = std::move(headers), .body = body});
    }
    const http::Response& get(std::string_view query, std::vector<http::Header> headers = {}) {
        return ask({.method = "GET", .query = query, .headers = std::move(headers)});
    }
    std::string field(const std::string& name) const { return field_of(response_, name); }
    bool says(std::string_view text) const { return response_.body.find(text) != std::string::npos; }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
    Measures measures_;
    Readiness readiness_;
    engine::Instant now_ = noon;
    std::optional<PublicApi> api_;
    http::Response response_;
};

constexpr std::string_view buyer =
    R"({"slots":["hero","sidebar","nowhere"],"location":{"country":"DE"},"behaviour":{"cart_value":80},)"
    R"("consent":{"location":true,"behaviour":true,"at":"2026-10-02"},"page":{"section":"sport"},"device":{}})";

TEST_F(PublicApiTest, AnswersByteForByte) {
    EXPECT_EQ(post(buyer).status, 200);
    EXPECT_EQ(response_.content_type, "application/json");
    EXPECT_EQ(field("Cache-Control"), "no-store");
    const auto why = response_.body.find(R"("why":")");
    ASSERT_NE(why, std::string::npos);
    std::string body = response_.body;
    for (std::size_t at = 0; (at = body.find(R"("why":")", at)) != std::string::npos;) {
        at += 7;
        body.replace(at, body.find('"', at) - at, "…");
    }
    EXPECT_EQ(
        body,
        R"({"decisions":{"hero":[{"content":"late-sale","rule":"cart","reason":"TARGETING_MATCH","why":"…",)"
        R"("signals":["location.country","behaviour.cart_value"],)"
        R"("data":{"title":"Night \"sale\"","href":"/sale"},"cap":{"times":3,"per":"day"}}],)"
        R"("sidebar":[{"content":"quiz","rule":"side","reason":"TARGETING_MATCH","why":"…",)"
        R"("signals":["page.section"],"data":{"n":1.50,"on":true}}],"nowhere":[]},)"
        R"("privacy":{"withheld":[],"ignored":[],"unknown":1,"refresh_consent":[],"honoured":[],"stored":[]},)"
        R"("rules":")" +
            std::string(shop_->revision()) + R"(","valid_until":"2027-04-01T00:00:00Z"})");
}

TEST_F(PublicApiTest, TellsWhatItDidNotUse) {
    post(
        R"({"slots":["hero"],"location":{"country":"DE"},"behaviour":{"cart_value":80,"visits":-1},"bucket":400,)"
        R"("user_id":"canary","consent":{"location":true,"at":"2020-01-01"},"manifest":"old"})",
        {{"Sec-GPC", "1"}, {"DNT", "1"}});
    EXPECT_TRUE(says(R"("hero":[{"content":"welcome","reason":"DEFAULT")")) << response_.body;
    EXPECT_TRUE(says(R"("withheld":["location.country","behaviour.cart_value"],)"
                     R"("ignored":["behaviour.visits","bucket"],"unknown":1,"refresh_consent":["location"],)"
                     R"("honoured":["gpc","dnt"],"stored":[])"))
        << response_.body;
    EXPECT_TRUE(says(R"("manifest":"stale"})"));
    EXPECT_FALSE(says("canary"));
}

TEST_F(PublicApiTest, OnlyOneIsAnObjection) {
    for (std::string_view value : {"0", "", "true", "1 ", "11"}) {
        post(R"({"slots":["hero"]})", {{"Sec-GPC", value}, {"DNT", value}});
        EXPECT_TRUE(says(R"("honoured":[])")) << value;
    }
    for (const std::vector<http::Header>& lines :
         {std::vector<http::Header>{{"Sec-GPC", "0"}, {"DNT", "0"}, {"sec-gpc", "1"}, {"Dnt", "1"}},
          std::vector<http::Header>{{"Sec-GPC", "1"}, {"DNT", "1"}, {"Sec-GPC", "0"}, {"DNT", "0"}}}) {
        post(R"({"slots":["hero"]})", lines);
        EXPECT_TRUE(says(R"("honoured":["gpc","dnt"])")) << "one line is enough";
    }
    post(R"({"slots":["hero"]})", {{"sec-gpc", "1"}});
    EXPECT_TRUE(says(R"("honoured":["gpc"])"));
    post(R"({"slots":["hero"]})");
    EXPECT_TRUE(says(R"("honoured":[])"));
}

TEST_F(PublicApiTest, HeadersSpeakOfTheDeviceOnlyWhereTheBodyDoesNot) {
    const std::vector<http::Header> phone = {
        {"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)"}};
    post(R"({"slots":["hero"]})", phone);
    EXPECT_TRUE(says(R"("rule":"phones")")) << response_.body;
    post(R"({"slots":["hero"],"device":{}})", phone);
    EXPECT_FALSE(says(R"("rule":"phones")"));
    post(R"({"slots":["hero"],"device":{"type":"desktop"}})", phone);
    EXPECT_FALSE(says(R"("rule":"phones")"));
}

TEST_F(PublicApiTest, PartsOfTheAnswerCanBeLeftOut) {
    settings_.answer = {.rule = false, .why = false, .signals = false};
    post(buyer);
    EXPECT_TRUE(says(R"("hero":[{"content":"late-sale","reason":"TARGETING_MATCH","data":{)"))
        << response_.body;
}

TEST_F(PublicApiTest, BadRequestsAreProblemsThatEchoNothing) {
    struct Bad {
        std::string_view body;
        int status;
    };
    for (const Bad& bad :
         {Bad{R"({"slots":["hero"],"x":"canary})", 400}, Bad{R"({"page":{"section":"canary"}})", 400},
          Bad{R"({"slots":["canary!"]})", 400}, Bad{R"(["canary"])", 400}, Bad{"", 400}}) {
        EXPECT_EQ(post(bad.body).status, bad.status);
        EXPECT_EQ(response_.content_type, "application/problem+json");
        EXPECT_FALSE(says("canary")) << response_.body;
        EXPECT_EQ(field("Access-Control-Allow-Origin"), "*");
    }
    const std::string large = R"({"slots":["hero"],"x":")" + std::string(70'000, 'a') + "\"}";
    EXPECT_EQ(post(large).status, 413);
    settings_.body_bytes_max = 100'000;
    api_.reset();
    EXPECT_EQ(post(large).status, 200);
    EXPECT_EQ(get("page.section=canary").status, 400);
    EXPECT_FALSE(says("canary"));
}

TEST_F(PublicApiTest, StrictnessRefusesTheUndeclared) {
    settings_.strict = true;
    EXPECT_EQ(post(R"({"slots":["hero"],"page":{"Email":"canary-a","mood":"canary-b"},"canary-c":1})").status,
              422);
    EXPECT_TRUE(says(R"("identifiers":["email"],"others":2)")) << response_.body;
    EXPECT_FALSE(says("canary"));
    EXPECT_EQ(get("slot=hero&user_id=canary").status, 422);
    EXPECT_EQ(post(R"({"slots":["hero","nowhere"],"bucket":"x","location":{"country":"UK"}})").status, 200);
}

TEST_F(PublicApiTest, GetIsForSharedCachesWhereNothingPersonalIsSaid) {
    EXPECT_EQ(get("slot=sidebar&page.section=sport&device.type=phone").status, 200);
    EXPECT_EQ(field("Cache-Control"), "public, max-age=60");
    EXPECT_EQ(field("Vary"), "Sec-GPC, DNT");
    EXPECT_FALSE(field("ETag").empty());
    get("slot=sidebar&page.section=sport");
    EXPECT_EQ(field("Vary"), "Sec-GPC, DNT, User-Agent, Sec-CH-UA, Sec-CH-UA-Mobile, Sec-CH-UA-Platform");
    for (const char* own : {"&location.country=DE", "&behaviour.visits=1", "&consent=location", "&bucket=1",
                            "&exclude=quiz", "&user_id=7"}) {
        get("slot=sidebar&page.section=sport" + std::string(own));
        EXPECT_EQ(field("Cache-Control"), "private, no-store") << own;
        EXPECT_EQ(field("ETag"), "") << own;
    }
    get("slot=lottery");
    EXPECT_TRUE(says(R"("valid_until":null)")) << response_.body;
    EXPECT_EQ(field("Cache-Control"), "private, no-store");
}

TEST_F(PublicApiTest, CachesForgetInTime) {
    now_ = noon + 4h + 59min + 30s;  // 17:59:30 in Berlin
    get("slot=clock");
    EXPECT_TRUE(says(R"("clock":[])"));
    EXPECT_TRUE(says(R"("valid_until":"2026-11-21T17:00:00Z")")) << response_.body;
    EXPECT_EQ(field("Cache-Control"), "public, max-age=30");
    settings_.cache_max = 10s;
    get("slot=clock");
    EXPECT_EQ(field("Cache-Control"), "public, max-age=10");
}

TEST_F(PublicApiTest, TheTagFollowsTheDecisions) {
    now_ = noon + 4h;
    get("slot=clock");
    const std::string tag = field("ETag");
    now_ += 10min;
    get("slot=clock", {{"If-None-Match", tag}});
    EXPECT_EQ(response_.status, 304);
    EXPECT_TRUE(response_.body.empty());
    EXPECT_EQ(field("ETag"), tag);
    EXPECT_EQ(field("Cache-Control"), "public, max-age=60");
    EXPECT_FALSE(field("Vary").empty());
    get("slot=clock", {{"If-None-Match", "\"other\", " + tag.substr(2)}});
    EXPECT_EQ(response_.status, 304);
    get("slot=clock", {{"If-None-Match", "\"other\""}});
    EXPECT_EQ(response_.status, 200);
    now_ += 1h;
    get("slot=clock", {{"If-None-Match", tag}});
    EXPECT_EQ(response_.status, 200);
    EXPECT_NE(field("ETag"), tag);
    get("slot=clock", {{"If-None-Match", "*"}});
    EXPECT_EQ(response_.status, 304);
}

TEST_F(PublicApiTest, HeadIsAGetWhoseBodyOthersLeaveOut) {
    get("slot=sidebar&page.section=sport");
    const std::string body = response_.body;
    const std::string fields = response_.fields;
    ask({.method = "HEAD", .query = "slot=sidebar&page.section=sport"});
    EXPECT_EQ(response_.body, body);
    EXPECT_EQ(response_.fields, fields);
}

TEST_F(PublicApiTest, PreflightsAreAnsweredForADay) {
    ask({.method = "OPTIONS",
         .headers = {{"Origin", "https://a.example"}, {"Access-Control-Request-Method", "POST"}}});
    EXPECT_EQ(response_.status, 204);
    EXPECT_EQ(field("Access-Control-Allow-Origin"), "*");
    EXPECT_EQ(field("Access-Control-Allow-Headers"), "content-type, if-none-match, x-api-key, authorization");
    EXPECT_EQ(field("Access-Control-Max-Age"), "86400");
    EXPECT_EQ(field("Access-Control-Expose-Headers"), "ETag");
    EXPECT_EQ(field("Access-Control-Allow-Credentials"), "");
    EXPECT_TRUE(response_.body.empty());
}

TEST_F(PublicApiTest, ListedOriginsOnly) {
    settings_.cors_origins = {"https://shop.example", "https://www.shop.example"};
    post(buyer, {{"Origin", "https://www.shop.example"}});
    EXPECT_EQ(field("Access-Control-Allow-Origin"), "https://www.shop.example");
    EXPECT_NE(response_.fields.find("Vary: Origin\r\n"), std::string::npos);
    for (std::string_view origin : {"https://evil.example", "https://shop.example.evil", "", "null"}) {
        post(buyer, {{"Origin", origin}});
        EXPECT_EQ(field("Access-Control-Allow-Origin"), "") << origin;
        EXPECT_NE(response_.fields.find("Vary: Origin\r\n"), std::string::npos);
    }
}

TEST_F(PublicApiTest, PathsAndMethods) {
    EXPECT_EQ(ask({.method = "DELETE"}).status, 405);
    EXPECT_EQ(field("Allow"), "GET, HEAD, POST, OPTIONS");
    EXPECT_EQ(ask({.method = "POST", .path = "/healthz"}).status, 405);
    EXPECT_EQ(field("Allow"), "GET, HEAD");
    for (std::string_view path :
         {"/", "", "/v1/decide/", "/V1/decide", "/v1", "/metrics", "/admin/v1/check", "*"}) {
        EXPECT_EQ(ask({.method = "GET", .path = path}).status, 404) << path;
        EXPECT_EQ(response_.content_type, "application/problem+json");
    }
    EXPECT_EQ(ask({.method = "GET", .path = "/healthz"}).body, R"({"alive":true})");
}

TEST_F(PublicApiTest, ReadinessTellsOfTheLastReload) {
    EXPECT_EQ(ask({.method = "GET", .path = "/readyz"}).status, 200);
    EXPECT_EQ(response_.body,
              R"({"ready":true,"rules":{"revision":"rev","rules":5,"loaded_at":"2026-11-21T12:00:00Z",)"
              R"("last_reload":{"at":"2026-11-21T12:00:00Z","outcome":"ok","issues":[]}},"draining":false})");
    rules::Issue issue;
    issue.file = "a.yaml";
    issue.line = 3;
    issue.column = 5;
    issue.code = "unknown-key";
    issue.message = "m";
    readiness_.refused(noon + 1h, {issue});
    EXPECT_EQ(ask({.method = "GET", .path = "/readyz"}).status, 200);
    EXPECT_TRUE(
        says(R"("loaded_at":"2026-11-21T12:00:00Z","last_reload":{"at":"2026-11-21T13:00:00Z",)"
             R"("outcome":"refused","issues":[{"file":"a.yaml","line":3,"column":5,"severity":"error",)"
             R"("code":"unknown-key","message":"m")"))
        << response_.body;
    readiness_.drain();
    EXPECT_EQ(ask({.method = "GET", .path = "/readyz"}).status, 503);
    EXPECT_TRUE(says(R"("draining":true)"));
    Readiness fresh;
    EXPECT_FALSE(fresh.ready());
}

TEST_F(PublicApiTest, CountsWhatItDid) {
    post(buyer);
    post("{");
    get("slot=lottery&location.country=DE&user_id=1&bucket=x");
    const auto requests = [&](std::size_t status) { return measures_.requests[0][status].read(); };
    EXPECT_EQ(requests(0), 2u);  // 200
    EXPECT_EQ(requests(3), 1u);  // 400
    EXPECT_EQ(measures_.decisions[static_cast<std::size_t>(engine::Reason::targeting_match)].read(), 2u);
    EXPECT_EQ(measures_.decisions[static_cast<std::size_t>(engine::Reason::split)].read(), 1u);
    EXPECT_EQ(measures_.empty_slots.read(), 1u);
    EXPECT_EQ(measures_.withheld[static_cast<std::size_t>(engine::Purpose::location)].read(), 1u);
    EXPECT_EQ(measures_.ignored.read(), 1u);
    EXPECT_EQ(measures_.unknown.read(), 2u);
    EXPECT_EQ(measures_.consent_records[0][static_cast<std::size_t>(ConsentOutcome::used)].read(), 1u);
}

}  // namespace
}  // namespace passerby::api
