// Places by the address of the connection itself: what is added to a request, and what it costs.
#include "server/api/visitor_place.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "server/api/public_api.hpp"
#include "tests/engine/allocations.hpp"
#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

constexpr char file[] = PASSERBY_SOURCE_DIR "/tests/fuzz/corpus/place_file/city-28.mmdb";

// Somebody at an address, who counts how often he is asked for it.
class Caller final : public http::Peer {
  public:
    explicit Caller(std::string_view text) { EXPECT_TRUE(address_.read(text)) << text; }
    bool tell_address(std::span<unsigned char, 16> into) const override {
        ++asked;
        std::copy(address_.bytes().begin(), address_.bytes().end(), into.begin());
        return !gone;
    }
    mutable int asked = 0;
    bool gone = false;

  private:
    place::IpAddress address_;
};

constexpr std::string_view permitting =
    R"({"slots":["hero"],"behaviour":{"cart_value":80},"consent":{"location":true,"behaviour":true,"at":"2026-11-01"}})";

class VisitorPlaceTest : public testing::Test {
  protected:
    // The content that the shop shows to who is in Germany, or the fallback.
    std::string shown(const http::Peer* peer, std::string_view body = permitting,
                      std::vector<http::Header> headers = {}) {
        const Ask ask{.headers = std::move(headers), .body = body};
        http::RequestView view = ask.view();
        view.peer = peer;
        api_.handle(view, *shop_, noon, response_);
        EXPECT_EQ(response_.status, 200) << response_.body;
        return response_.body.find("late-sale") == std::string::npos ? "welcome" : "late-sale";
    }
    std::uint64_t counted(PlaceOutcome outcome) const {
        return measures_.places[static_cast<std::size_t>(outcome)].read();
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    Places places_{place::Atlas::load(file).atlas};
    PublicSettings settings_ = [this] {
        PublicSettings settings;
        settings.places = &places_;
        return settings;
    }();
    Measures measures_;
    Readiness readiness_;
    PublicApi api_{settings_, measures_, readiness_, 1};
    http::Response response_;
};

TEST_F(VisitorPlaceTest, IsThatOfTheConnection) {
    EXPECT_EQ(shown(std::make_unique<Caller>("9.9.9.77").get()), "late-sale");
    EXPECT_EQ(shown(std::make_unique<Caller>("8.8.8.8").get()), "welcome") << "of another country";
    EXPECT_EQ(shown(std::make_unique<Caller>("2a00:1450:4001::5").get()), "welcome");
    EXPECT_EQ(shown(std::make_unique<Caller>("192.168.1.1").get()), "welcome");
    EXPECT_EQ(shown(nullptr), "welcome");
    EXPECT_EQ(counted(PlaceOutcome::found), 3u);
    EXPECT_EQ(counted(PlaceOutcome::not_public), 1u);
    EXPECT_EQ(counted(PlaceOutcome::no_address), 1u);
}

TEST_F(VisitorPlaceTest, NobodyIsAskedForAnAddressThatWillNotBeUsed) {
    const Caller caller("9.9.9.77");
    for (const char* body :
         {R"({"slots":["hero"]})", R"({"slots":["hero"],"consent":{"location":false,"at":"2026-11-01"}})",
          R"({"slots":["hero"],"location":{},"consent":{"location":true,"at":"2026-11-01"}})",
          R"({"slots":["hero"],"consent":{"location":true,"at":"2020-01-01"}})",
          R"({"slots":["hero"],"consent":{"location":true,"at":"2026-11-01","us_privacy":"x"}})"}) {
        EXPECT_EQ(shown(&caller, body), "welcome") << body;
    }
    EXPECT_EQ(caller.asked, 0);
    EXPECT_EQ(shown(&caller), "late-sale");
    EXPECT_EQ(caller.asked, 1);
}

TEST_F(VisitorPlaceTest, HeadersCountFromTrustedProxiesAlone) {
    const Caller stranger("8.8.8.8"), proxy("10.0.0.1");
    const std::vector<http::Header> says = {{"X-Forwarded-For", "9.9.9.9"}, {"Forwarded", "for=9.9.9.9"}};
    EXPECT_EQ(shown(&stranger, permitting, says), "welcome");
    EXPECT_EQ(shown(&proxy, permitting, says), "welcome");
    places_.trusted_proxies = {*place::Network::parse("10.0.0.0/8")};
    EXPECT_EQ(shown(&stranger, permitting, says), "welcome");
    EXPECT_EQ(shown(&proxy, permitting, says), "late-sale");
    std::vector<http::Header> many(100, {"X-Forwarded-For", "9.9.9.9"});
    EXPECT_EQ(shown(&proxy, permitting, many), "welcome") << "more lines than anybody writes";
    const Caller berlin("9.9.9.77");
    EXPECT_EQ(shown(&berlin, permitting, many), "late-sale") << "which a stranger's lines do not change";
}

TEST_F(VisitorPlaceTest, WhoIsGoneIsNowhere) {
    Caller caller("9.9.9.77");
    caller.gone = true;
    EXPECT_EQ(shown(&caller), "welcome");
    EXPECT_EQ(counted(PlaceOutcome::no_address), 1u);
}

TEST_F(VisitorPlaceTest, ANewFileCountsFromTheNextRequest) {
    const Caller caller("9.9.9.77");
    EXPECT_EQ(shown(&caller), "late-sale");
    places_.atlas.publish(place::Atlas::blank());
    EXPECT_EQ(shown(&caller), "welcome");
}

TEST_F(VisitorPlaceTest, AllocatesNothingOnceWarm) {
    places_.trusted_proxies = {*place::Network::parse("10.0.0.0/8")};
    const Caller berlin("9.9.9.77"), proxy("10.0.0.1");
    const std::vector<http::Header> says = {{"X-Forwarded-For", "1.1.1.1, 9.9.9.9"},
                                            {"Forwarded", R"(for="9.9.9.9:80")"}};
    const Ask ask{.headers = says, .body = permitting};
    http::RequestView view = ask.view();
    const auto round = [&] {
        for (const http::Peer* peer : {&berlin, &proxy}) {
            view.peer = peer;
            api_.handle(view, *shop_, noon, response_);
        }
    };
    for (int i = 0; i < 20; ++i) { round(); }
    const std::size_t before = engine::allocations();
    for (int i = 0; i < 100; ++i) { round(); }
    EXPECT_EQ(engine::allocations() - before, 0u);
    EXPECT_EQ(counted(PlaceOutcome::found), 240u);
}

}  // namespace
}  // namespace passerby::api
