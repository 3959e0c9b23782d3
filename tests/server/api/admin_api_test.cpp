// The admin listener's handlers: who may pass, and what check, explain, reload and the metrics say.
#include "server/api/admin_api.hpp"

#include <gtest/gtest.h>

#include "server/api/admin_guard.hpp"
#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

class AdminApiTest : public testing::Test {
  protected:
    AdminApiTest() { readiness_.published(std::string(shop_->revision()), 5, noon); }

    const http::Response& ask(const Ask& ask) {
        if (!api_) {
            api_.emplace(
                settings_, metrics_, metrics_.add_thread(), readiness_, [this] { return reload_; }, 1);
        }
        api_->handle(ask.view(), *shop_, noon + std::chrono::hours{1}, response_);
        return response_;
    }
    const http::Response& post(std::string_view path, std::string_view body,
                               std::vector<http::Header> headers = {{"Host", "localhost:8081"},
                                                                    {"Content-Type", "application/json"}}) {
        return ask({.path = path, .headers = std::move(headers), .body = body});
    }
    int get_metrics(std::vector<http::Header> headers) {
        return ask({.method = "GET", .path = "/metrics", .headers = std::move(headers)}).status;
    }
    bool says(std::string_view text) const { return response_.body.find(text) != std::string::npos; }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    AdminSettings settings_;
    Metrics metrics_;
    Readiness readiness_;
    ReloadReport reload_;
    std::optional<AdminApi> api_;
    http::Response response_;
};

TEST_F(AdminApiTest, OnlyOurHostsAreServed) {
    settings_.hosts = {"ops.example", "rules.example:8443"};
    for (std::string_view host : {"localhost", "LocalHost:8081", "127.0.0.1:8081", "127.1.2.3", "[::1]",
                                  "[::1]:8081", "ops.example", "OPS.example:1", "rules.example"}) {
        EXPECT_EQ(get_metrics({{"Host", host}}), 200) << host;
    }
    for (std::string_view host :
         {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "127.evil", "10.0.0.1",
          "[::2]", "[::1].evil.example", "xlocalhost", "127.0.0.1x", "0.0.0.0"}) {
        EXPECT_EQ(get_metrics({{"Host", host}}), 403) << host;
        EXPECT_TRUE(says("wrong-host"));
        EXPECT_TRUE(host.empty() || host == "0.0.0.0" || !says(host));
    }
}

TEST_F(AdminApiTest, PagesOfOtherOriginsAreNot) {
    EXPECT_EQ(get_metrics({{"Host", "localhost:8081"}, {"Origin", "http://localhost:8081"}}), 200);
    EXPECT_EQ(get_metrics({{"Host", "localhost:8081"}, {"Origin", "https://localhost:8081"}}), 200);
    for (std::string_view origin : {"http://localhost:8080", "http://localhost", "https://evil.example",
                                    "null", "", "http://localhost:8081.evil.example", "localhost:8081"}) {
        EXPECT_EQ(get_metrics({{"Host", "localhost:8081"}, {"Origin", origin}}), 403) << origin;
    }
}

TEST_F(AdminApiTest, WhatIsPostedIsJson) {
    constexpr std::string_view files = R"({"files":{"a.yaml":"rules: []"}})";
    const auto with = [&](std::string_view type) {
        return post("/admin/v1/check", files, {{"Host", "localhost"}, {"Content-Type", type}}).status;
    };
    EXPECT_EQ(with("application/json"), 200);
    EXPECT_EQ(with("Application/JSON ; charset=utf-8"), 200);
    for (std::string_view type : {"text/plain", "", "application/x-www-form-urlencoded", "application/jsonx",
                                  "text/plain; application/json"}) {
        EXPECT_EQ(with(type), 415) << type;
    }
    EXPECT_EQ(post("/admin/v1/reload", "", {{"Host", "localhost"}}).status, 415);
}

TEST_F(AdminApiTest, TokensHaveRoles) {
    settings_.tokens = {{"ada", Role::viewer, "viewer-secret"},
                        {"eve", Role::editor, "editor-secret"},
                        {"olga", Role::operator_, "operator-secret"}};
    reload_.ok = true;
    const auto with = [&](std::string_view path, std::string_view authorization) {
        return post(path, R"({"slots":["hero"]})",
                    {{"Host", "localhost"},
                     {"Content-Type", "application/json"},
                     {"Authorization", authorization}})
            .status;
    };
    for (std::string_view wrong :
         {"", "Bearer", "Bearer ", "Bearer nobody", "Bearer viewer-secre", "Basic viewer-secret",
          "Bearer viewer-secretx", "Bearer viewer-secret ", "viewer-secret"}) {
        EXPECT_EQ(with("/admin/v1/explain", wrong), 401) << wrong;
        EXPECT_EQ(field_of(response_, "WWW-Authenticate"), "Bearer");
        EXPECT_EQ(with("/nowhere", wrong), 401) << wrong;
    }
    EXPECT_EQ(with("/admin/v1/explain", "Bearer viewer-secret"), 200);
    EXPECT_EQ(with("/admin/v1/explain", "bearer viewer-secret"), 200);
    EXPECT_EQ(with("/admin/v1/reload", "Bearer viewer-secret"), 403);
    EXPECT_EQ(with("/admin/v1/reload", "Bearer editor-secret"), 403);
    EXPECT_EQ(with("/admin/v1/reload", "Bearer operator-secret"), 200);
    // Probes carry none, and come by any name.
    EXPECT_EQ(ask({.method = "GET", .path = "/healthz", .headers = {{"Host", "10.0.0.7"}}}).status, 200);
    EXPECT_EQ(ask({.method = "GET", .path = "/readyz"}).status, 200);
    EXPECT_EQ(get_metrics({{"Host", "localhost"}}), 401);
}

TEST(ConstantTimeTest, ComparesTexts) {
    EXPECT_TRUE(equal_in_constant_time("", ""));
    EXPECT_TRUE(equal_in_constant_time("abc", "abc"));
    for (std::string_view other : {"", "ab", "abcd", "abd", "abcabc"}) {
        EXPECT_FALSE(equal_in_constant_time("abc", other)) << other;
        EXPECT_FALSE(equal_in_constant_time(other, "abc")) << other;
    }
}

TEST_F(AdminApiTest, ChecksTexts) {
    EXPECT_EQ(post("/admin/v1/check", R"({"files":{"a.yaml":"rules: []","b.test.yaml":"no: tests"}})").status,
              200);
    EXPECT_TRUE(says(R"({"ok":true,"issues":[)")) << response_.body;
    post("/admin/v1/check", R"({"files":{"../../etc/passwd":"rulez: []","b.yaml":"\u0000"}})");
    EXPECT_EQ(response_.status, 200);
    EXPECT_TRUE(says(R"({"ok":false,"issues":[)"));
    EXPECT_TRUE(says(R"("line":1,"column":1,"severity":"error","code":"unknown-key")")) << response_.body;
    for (std::string_view bad :
         {"{}", R"({"files":[]})", R"({"files":{}})", R"({"files":{"a.yaml":1}})", "{", "[]"}) {
        EXPECT_EQ(post("/admin/v1/check", bad).status, 400) << bad;
        EXPECT_EQ(response_.content_type, "application/problem+json");
    }
    std::string many = R"({"files":{"a0":"")";
    for (int i = 1; i <= 10'000; ++i) { many += ",\"a" + std::to_string(i) + "\":\"\""; }
    EXPECT_EQ(post("/admin/v1/check", many + "}}").status, 400);
}

TEST_F(AdminApiTest, ExplainsByTheRulesInForce) {
    EXPECT_EQ(post("/admin/v1/explain",
                   R"({"slots":["hero","clock"],"now":"2026-11-21T20:15","device":{"type":"phone"}})")
                  .status,
              200);
    EXPECT_TRUE(says(R"("rule":"phones","reason":"TARGETING_MATCH")")) << response_.body;
    EXPECT_TRUE(says(
        R"("explain":{"hero":[{"rule":"cart","outcome":"UNKNOWN","priority":50,"file":"shop.yaml","line":)"));
    EXPECT_TRUE(
        says(R"("test":{"signal":"location.country","path":"when.location.country","outcome":"unknown",)"))
        << response_.body;
    EXPECT_TRUE(says(R"({"rule":"phones","outcome":"MATCHED","priority":0,)"));
    EXPECT_TRUE(says(R"("clock":[{"rule":"evening","outcome":"MATCHED")"));
    post("/admin/v1/explain", R"({"slots":["clock"]})");
    EXPECT_TRUE(says(R"("clock":[{"rule":"evening","outcome":"FAILED")")) << response_.body;
    EXPECT_EQ(post("/admin/v1/explain", R"({"slots":["clock"],"now":"noon"})").status, 400);
    EXPECT_EQ(post("/admin/v1/explain", R"({"now":"2026-11-21"})").status, 400);
}

TEST_F(AdminApiTest, ExplainsByRulesThatComeAlong) {
    constexpr std::string_view good =
        R"({"slots":["top"],"files":{"x.yaml":"slots: {top: {}}\ncontent: {a: {data: {}}}\nrules: [{id: r, slot: top, show: a}]"}})";
    EXPECT_EQ(post("/admin/v1/explain", good).status, 200);
    EXPECT_TRUE(says(R"("decisions":{"top":[{"content":"a","rule":"r")")) << response_.body;
    EXPECT_TRUE(says(R"("unknown":0)"));
    EXPECT_EQ(post("/admin/v1/explain", R"({"slots":["top"],"files":{"x.yaml":"slotz: {}"}})").status, 422);
    EXPECT_TRUE(says(R"({"ok":false,"issues":[{"file":"x.yaml")")) << response_.body;
}

TEST_F(AdminApiTest, ReloadsAndTells) {
    reload_ = {.ok = true, .revision = "r2", .issues = {}};
    EXPECT_EQ(post("/admin/v1/reload", "{}").status, 200);
    EXPECT_EQ(response_.body, R"({"ok":true,"revision":"r2","issues":[]})");
    rules::Issue issue;
    issue.file = "a.yaml";
    reload_ = {.ok = false, .revision = "r1", .issues = {issue}};
    EXPECT_EQ(post("/admin/v1/reload", "{}").status, 422);
    EXPECT_TRUE(says(R"({"ok":false,"revision":"r1","issues":[{"file":"a.yaml")"));
}

TEST_F(AdminApiTest, PathsAndMethods) {
    const std::vector<http::Header> local = {{"Host", "localhost"}};
    EXPECT_EQ(ask({.method = "GET", .path = "/admin/v1/check", .headers = local}).status, 405);
    EXPECT_EQ(field_of(response_, "Allow"), "POST");
    EXPECT_EQ(ask({.method = "GET", .path = "/v1/decide", .headers = local}).status, 404);
    EXPECT_EQ(ask({.method = "HEAD", .path = "/metrics", .headers = local}).status, 200);
}

TEST_F(AdminApiTest, MetricsAreWhatWasCounted) {
    Measures& worker = metrics_.add_thread();
    worker.count_request(Route::decide, 200, std::chrono::microseconds{20});
    worker.count_request(Route::decide, 299, std::chrono::seconds{5});
    worker.connections_opened.add(3);
    worker.connections_closed.add();
    worker.refuse_connection(Refusal::memory);
    metrics_.reloads().ok.add();
    metrics_.reloads().took(std::chrono::milliseconds{250});
    ASSERT_EQ(get_metrics({{"Host", "localhost"}}), 200);
    EXPECT_EQ(response_.content_type, "text/plain; version=0.0.4; charset=utf-8");
    for (std::string_view line :
         {"passerby_requests_total{route=\"decide\",status=\"200\"} 1\n",
          "passerby_requests_total{route=\"decide\",status=\"other\"} 1\n",
          "passerby_request_duration_seconds_bucket{route=\"decide\",le=\"1e-05\"} 0\n",
          "passerby_request_duration_seconds_bucket{route=\"decide\",le=\"2.5e-05\"} 1\n",
          "passerby_request_duration_seconds_bucket{route=\"decide\",le=\"+Inf\"} 2\n",
          "passerby_request_duration_seconds_count{route=\"decide\"} 2\n", "passerby_connections 2\n",
          "passerby_connections_refused_total{reason=\"memory\"} 1\n",
          "passerby_reload_total{outcome=\"ok\"} 1\n", "passerby_reload_duration_seconds_sum 0.25\n",
          "passerby_reload_refused 0\n", "passerby_rules 5\n", "passerby_rules_age_seconds 3600\n",
          "process_open_fds "}) {
        EXPECT_TRUE(says(line)) << line;
    }
    EXPECT_TRUE(
        says("passerby_rules_revision_info{revision=\"" + std::string(shop_->revision()) + "\"} 1\n"));
    EXPECT_FALSE(says("process_resident_memory_bytes 0\n"));
    EXPECT_TRUE(says("process_start_time_seconds 1"));  // seconds since 1970, not since the machine started
}

}  // namespace
}  // namespace passerby::api
