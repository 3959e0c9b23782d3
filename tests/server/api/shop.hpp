// A shop's rules, read from their text, and a visitor who calls the handlers as the server does.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/compile.hpp"
#include "rules/load.hpp"
#include "server/api/public_api.hpp"

namespace passerby::api {

inline constexpr char shop_text[] = R"(
timezone: Europe/Berlin
slots:
  hero: {fallback: welcome}
  sidebar: {count: 2}
  lottery: {}
  clock: {}
content:
  welcome: {data: {title: Welcome, href: /}}
  late-sale: {data: {title: "Night \"sale\"", href: /sale}, cap: {times: 3, per: day}}
  quiz: {data: {n: 1.50, on: true}}
  poll: {data: {}}
rules:
  - id: cart
    slot: hero
    priority: 50
    when: {location.country: [DE, AT], behaviour.cart_value: {min: 50}}
    show: late-sale
  - id: phones
    slot: hero
    when: {device.type: phone}
    show: quiz
  - {id: side, slot: sidebar, when: {page.section: sport}, show: quiz}
  - id: draw
    slot: lottery
    show: [{content: quiz, weight: 50}, {content: poll, weight: 50}]
  - {id: evening, slot: clock, when: {time.hour: 18-23}, show: poll}
)";

inline std::shared_ptr<const engine::RuleIndex> load_shop() {
    const rules::Loaded loaded =
        rules::load_text("shop.yaml", shop_text, {.now = std::nullopt, .lint = false});
    EXPECT_TRUE(loaded.rule_set) << (loaded.issues.empty() ? "" : loaded.issues.front().message);
    return engine::compile(*loaded.rule_set);
}

// 2026-11-21, 12:00 in UTC: a Saturday.
inline constexpr engine::Instant noon{std::chrono::sys_days{std::chrono::year{2026} / 11 / 21} +
                                      std::chrono::hours{12}};

// One request; headers by name and value.
struct Ask {
    std::string_view method = "POST";
    std::string_view path = "/v1/decide";
    std::string_view query = {};
    std::vector<http::Header> headers = {};
    std::string_view body = {};

    http::RequestView view() const {
        return {.method = method, .path = path, .query = query, .headers = headers, .body = body};
    }
};

// The value of an answer's header line, or nothing.
inline std::string field_of(const http::Response& response, const std::string& name) {
    const auto at = response.fields.find(name + ": ");
    if (at == std::string::npos) { return {}; }
    const auto begin = at + name.size() + 2;
    return response.fields.substr(begin, response.fields.find("\r\n", begin) - begin);
}

}  // namespace passerby::api
