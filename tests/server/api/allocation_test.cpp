// Once warm, a decision allocates nothing: from a body's bytes to its answer's, good, bad or odd.
#include <gtest/gtest.h>

#include "server/api/notices.hpp"
#include "server/api/public_api.hpp"
#include "tests/engine/allocations.hpp"
#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

TEST(AllocationTest, TheCounterCounts) {
    const std::size_t before = engine::allocations();
    const auto text = std::make_unique<std::string>(100, 'a');
    EXPECT_GE(engine::allocations() - before, 2u) << *text;
}

TEST(AllocationTest, ADecisionAllocatesNothingOnceWarm) {
    const auto shop = load_shop();
    PublicSettings settings;
    const LiveNotices notices(std::make_shared<const Notices>(compose_notices(*shop, settings)));
    settings.notices = &notices;
    Measures measures;
    Readiness readiness;
    PublicApi api(settings, measures, readiness, 1);
    http::Response response;

    const std::string long_set = [] {
        std::string text = R"({"slots":["hero","sidebar","lottery","clock"],"page":{"topics":["t")";
        for (int i = 1; i < 64; ++i) { text += ",\"topic-" + std::to_string(i) + "\""; }
        return text + R"(],"path":"/)" + std::string(2000, 'p') + R"("},"bucket":7})";
    }();
    const std::vector<http::Header> headers = {
        {"User-Agent",
         "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile/15E148 Safari/604.1"},
        {"Sec-GPC", "1"},
        {"If-None-Match", "\"0123456789abcdef\""}};
    const std::vector<http::Header> browser = {{"Accept", "text/html,*/*;q=0.8"}};
    const std::string outgrown =
        R"({"slots":["hero"],"consent":{"location":true,"at":"2026-10-02","version":"1.lAAAAAAAABBBBBBBB.b~)" +
        std::string(8, 'C') + R"(.hzzzzzzzz"}})";
    const std::vector<Ask> asks = {
        {.headers = headers,
         .body =
             R"({"slots":["hero","sidebar","nowhere"],"location":{"country":"DE"},"behaviour":{"cart_value":80},
                     "consent":{"location":true,"behaviour":true,"at":"2026-10-02"},"page":{"section":"sp\u00f6rt"}})"},
        {.headers = headers, .body = long_set},
        {.body =
             R"({"slots":["lottery"],"user_id":"x","email":["y",{"z":1.5e400}],"bucket":400,"exclude":["quiz"]})"},
        {.body =
             R"({"slots":["hero"],"consent":{"tcf":"x"},"child":true,"time":{"utc_offset":60,"hour":3}})"},
        {.body = R"({"slots":["hero"],)"},
        {.body = R"({"slots":["He ro"]})"},
        {.method = "GET",
         .query = "slot=hero&slot=clock&page.section=%C3%BC&page.topics=a,b",
         .headers = headers},
        {.method = "GET", .query = "slot=hero&location.country=DE&consent=location&consent.at=2026-10-02"},
        {.method = "GET", .query = "slot=hero&consent=location&consent.at=2026-10-02&consent.version=1.b%41"},
        {.body = outgrown},
        {.method = "GET", .path = "/v1/privacy", .headers = headers},
        {.method = "GET", .path = "/v1/privacy/rights", .headers = browser},
        {.method = "OPTIONS"},
        {.method = "DELETE"},
        {.method = "GET", .path = "/nowhere"},
    };
    const auto round = [&] {
        for (const Ask& ask : asks) { api.handle(ask.view(), *shop, noon, response); }
    };
    for (int i = 0; i < 50; ++i) { round(); }
    const std::size_t before = engine::allocations();
    for (int i = 0; i < 200; ++i) { round(); }
    EXPECT_EQ(engine::allocations() - before, 0u);
    EXPECT_EQ(response.status, 404);
}

}  // namespace
}  // namespace passerby::api
