// `GET /v1/signals`, called as the server calls it.
#include <gtest/gtest.h>

#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

class SignalsTest : public testing::Test {
  protected:
    const http::Response& get(std::string_view query = {}, std::vector<http::Header> headers = {},
                              std::string_view method = "GET") {
        if (!api_) { api_.emplace(settings_, measures_, readiness_, 1); }
        const Ask ask{.method = method, .path = "/v1/signals", .query = query, .headers = std::move(headers)};
        api_->handle(ask.view(), *shop_, noon, response_);
        return response_;
    }
    std::string field(const std::string& name) const { return field_of(response_, name); }
    std::string whole(std::string_view signals) const {
        return R"({"rules":")" + std::string(shop_->revision()) + R"(","signals":[)" + std::string(signals) +
               "]}";
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
    Measures measures_;
    Readiness readiness_;
    std::optional<PublicApi> api_;
    http::Response response_;
};

constexpr std::string_view of_hero =
    R"({"name":"device.type","type":"string","values":["phone"]},)"
    R"({"name":"location.country","type":"string","purpose":"location","values":["AT","DE"]},)"
    R"({"name":"behaviour.cart_value","type":"number","purpose":"behaviour","cuts":[0,50]})";

TEST_F(SignalsTest, AnswersByteForByte) {
    EXPECT_EQ(get().status, 200);
    EXPECT_EQ(response_.content_type, "application/json");
    EXPECT_EQ(response_.body, whole(R"({"name":"time.utc_offset","type":"integer","whole":true},)"
                                    R"({"name":"page.section","type":"string","values":["sport"]},)" +
                                    std::string(of_hero)));
    EXPECT_EQ(field("Cache-Control"), "public, max-age=60");
    EXPECT_EQ(field("Vary"), "");
    EXPECT_EQ(field("Access-Control-Allow-Origin"), "*");
}

TEST_F(SignalsTest, AnswersForTheSlotsThatAreNamed) {
    EXPECT_EQ(get("slot=hero").body, whole(of_hero));
    EXPECT_EQ(get("slot=%68ero&slot=hero&slot=nowhere&user_id=7&page.section").body, whole(of_hero));
    EXPECT_EQ(get("slot=clock").body, whole(R"({"name":"time.utc_offset","type":"integer","whole":true})"));
    for (const char* nothing_read : {"slot=lottery", "slot=nowhere"}) {
        EXPECT_EQ(get(nothing_read).body, whole(""));
    }
    EXPECT_EQ(get("user_id=7").body, get().body);
}

TEST_F(SignalsTest, RefusesWhatIsNoSlot) {
    std::string many;
    for (int i = 0; i < 33; ++i) { many += "&slot=s" + std::to_string(i); }
    for (const std::string& query : {std::string("slot="), std::string("slot"), std::string("slot=Canary"),
                                     std::string("slot=%zz"), std::string("slot=hero&slot=a,b"), many}) {
        EXPECT_EQ(get(query).status, 400) << query;
        EXPECT_EQ(field("Cache-Control"), "no-store");
        EXPECT_EQ(response_.body.find("Canary"), std::string::npos);
    }
    EXPECT_EQ(get(many.substr(0, many.rfind('&'))).status, 200);
}

TEST_F(SignalsTest, TheTagFollowsTheList) {
    get("slot=hero");
    const std::string tag = field("ETag");
    EXPECT_EQ(get("slot=hero", {{"If-None-Match", tag}}).status, 304);
    EXPECT_TRUE(response_.body.empty());
    EXPECT_EQ(field("ETag"), tag);
    EXPECT_EQ(field("Cache-Control"), "public, max-age=60");
    EXPECT_EQ(get("slot=sidebar", {{"If-None-Match", tag}}).status, 200);
    EXPECT_NE(field("ETag"), tag);
}

TEST_F(SignalsTest, TheOperatorMayTellNamesOnly) {
    settings_.manifest = wire::ManifestDetail::names;
    EXPECT_EQ(get("slot=hero&slot=clock").body,
              whole(R"({"name":"time.utc_offset","type":"integer"},{"name":"device.type","type":"string"},)"
                    R"({"name":"location.country","type":"string","purpose":"location"},)"
                    R"({"name":"behaviour.cart_value","type":"number","purpose":"behaviour"})"));
}

TEST_F(SignalsTest, IsReadOnly) {
    const std::string body = get("slot=hero").body, fields = response_.fields;
    EXPECT_EQ(get("slot=hero", {}, "HEAD").body, body);
    EXPECT_EQ(response_.fields, fields);
    EXPECT_EQ(get("", {}, "POST").status, 405);
    EXPECT_EQ(field("Allow"), "GET, HEAD, OPTIONS");
    EXPECT_EQ(get("", {}, "OPTIONS").status, 204);
    EXPECT_EQ(field("Access-Control-Allow-Headers"), "content-type, if-none-match, x-api-key, authorization");
    EXPECT_EQ(measures_.requests[static_cast<std::size_t>(Route::signals)][0].read(), 2u);
}

TEST_F(SignalsTest, SpellsNumbersTextsAndPurposesAsTheyAreReadBack) {
    const rules::Loaded loaded = rules::load_text("a.yaml", R"(
slots: {hero: {}}
content: {a: {}}
signals:
  page.degrees: {type: number, min: -40.5, max: 1e6}
  page.author: {type: string}
  location.store: {type: string, values: [North, South], purpose: behaviour}
rules:
  - id: r
    slot: hero
    when:
      any: [{page.degrees: [-0.1, 0]}, {page.degrees: {above: 1e5}}]
      page.author: ["Ann \"A\"", ÉLAN, ~other]
      page.topics: [~other]
      location.store: south
    show: a
)",
                                                  {.now = std::nullopt, .lint = false});
    ASSERT_TRUE(loaded.rule_set) << loaded.issues.front().message;
    shop_ = engine::compile(*loaded.rule_set);
    EXPECT_EQ(get().body,
              whole(R"({"name":"page.topics","type":"set","values":["~other"]},)"
                    R"({"name":"page.degrees","type":"number",)"
                    R"("cuts":[-40.5,-0.1,-0.09999999999999999,0,5e-324,100000.00000000001]},)"
                    R"({"name":"page.author","type":"string","values":["ann \"a\"","élan"]},)"
                    R"({"name":"location.store","type":"string","purpose":["location","behaviour"],)"
                    R"("values":["South"]})"));
}

}  // namespace
}  // namespace passerby::api
