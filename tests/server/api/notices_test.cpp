// The statement of what is used, the rights and the support of GPC: what they say, and in which form.
#include "server/api/notices.hpp"

#include <gtest/gtest.h>

#include <set>

#include "engine/coverage.hpp"
#include "server/api/accept.hpp"
#include "server/api/page.hpp"
#include "server/api/rights.hpp"
#include "server/api/statement.hpp"
#include "server/api/statement_json.hpp"
#include "server/api/statement_page.hpp"
#include "server/api/statement_words.hpp"
#include "tests/server/api/shop.hpp"

namespace passerby::api {
namespace {

using engine::Purpose;
using engine::PurposeSet;

TEST(Accept, PrefersAPageOnlyWhereItIsWantedMore) {
    struct {
        std::string_view accept;
        bool html;
    } const rows[] = {
        {"", false},
        {"*/*", false},
        {"text/html", true},
        {"TEXT/HTML; charset=utf-8", true},
        {"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", true},
        {"text/html, */*", false},
        {"text/html;q=0.5, application/json", false},
        {"text/html;q=0.5, application/*;q=0.4", true},
        {"application/json;q=0.2, text/html ; q=0.3", true},
        {"application/json, text/html", false},
        {"text/html;q=0", false},
        {"text/html;q=x, */*;q=0.1", false},
        {"text/html;q=1.000;level=1", true},
        {"text/html;level=1;q=0.001", true},
        {"text/*", false},
        {"application/json", false},
        {",,;;=,text/html", true},
        {"text/htm", false},
        {"text/html;q=0.9999999999999999999999", true},
    };
    for (const auto& row : rows) { EXPECT_EQ(prefers_html(row.accept), row.html) << row.accept; }
}

TEST(Page, EscapesWhateverComesIn) {
    std::string out;
    append_escaped(out, R"(<a href="x" title='y'>&amp;</a>)");
    EXPECT_EQ(out, "&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;");
}

TEST(StatementWords, EveryBuiltInSignalHasItsOwn) {
    const engine::Vocabulary vocabulary;
    std::set<std::string> seen;
    for (engine::SignalId id = 0; id < vocabulary.size(); ++id) {
        const std::string words = words_of(id, vocabulary[id]);
        EXPECT_FALSE(words.starts_with("a fact")) << vocabulary[id].name;
        EXPECT_TRUE(seen.insert(words).second) << words;
    }
    EXPECT_TRUE(words_of(engine::signals::device_type, vocabulary[engine::signals::device_type])
                    .ends_with("desktop, phone, tablet, tv, console, bot, other"));
}

class StatementTest : public testing::Test {
  protected:
    Statement make() const { return make_statement(*shop_, settings_); }
    static std::vector<std::string> names(const PurposeUse& use) {
        std::vector<std::string> names;
        for (const SignalUse& signal : use.signals) { names.emplace_back(signal.name); }
        return names;
    }
    PurposeSet dropped(std::string_view when) const {
        for (const ConsentEffect& effect : consent_effects(settings_)) {
            if (effect.when == when) { return effect.drops; }
        }
        ADD_FAILURE() << "no row " << when;
        return {};
    }
    bool tells(std::string_view when) const {
        const auto effects = consent_effects(settings_);
        return std::any_of(effects.begin(), effects.end(),
                           [&](const ConsentEffect& effect) { return effect.when == when; });
    }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
};

TEST_F(StatementTest, TellsWhatRulesReadForEachPurpose) {
    using Names = std::vector<std::string>;
    const Statement statement = make();
    EXPECT_EQ(statement.rules, shop_->revision());
    EXPECT_EQ(statement.version, shop_->coverage().version());
    ASSERT_EQ(statement.purposes.size(), 5u);
    EXPECT_EQ(statement.purposes[0].purpose, "none");
    EXPECT_EQ(names(statement.purposes[0]), (Names{"time.hour", "page.section", "device.type"}));
    EXPECT_EQ(names(statement.purposes[1]), Names{"location.country"});
    EXPECT_EQ(names(statement.purposes[2]), Names{"behaviour.cart_value"});
    EXPECT_EQ(names(statement.purposes[3]), Names{});
    EXPECT_EQ(statement.purposes[4].purpose, "measurement");
    const SignalUse& country = statement.purposes[1].signals[0];
    EXPECT_EQ(country.needs, std::vector<std::string_view>{"location"});
    EXPECT_EQ(country.rule_count, 1u);
    EXPECT_EQ(country.rules, std::vector<std::string_view>{"cart"});
    EXPECT_TRUE(country.used);
}

TEST_F(StatementTest, LeavesRulesOutWhereAnswersDo) {
    settings_.answer.rule = false;
    for (const std::string& text : {statement_json(make()), statement_page(make())}) {
        EXPECT_EQ(text.find("cart<"), std::string::npos);
        EXPECT_EQ(text.find("\"cart\""), std::string::npos);
        EXPECT_EQ(text.find("phones"), std::string::npos);
    }
    EXPECT_NE(statement_json(make()).find("\"rule_count\": 1"), std::string::npos);
}

TEST_F(StatementTest, WhatIsDroppedIsWhatTheGateDrops) {
    using enum Purpose;
    const PurposeSet asked = {location, behaviour, history, measurement};
    const PurposeSet everything = asked.with({device, exact_location});
    const PurposeSet selecting = {device, location, behaviour, history};
    for (const char* when : {"no_consent", "refused", "too_old", "given_for_less"}) {
        EXPECT_EQ(dropped(when), asked) << when;
    }
    EXPECT_EQ(dropped("unreadable"), everything);
    EXPECT_EQ(dropped("gdpr_without_record"), everything);
    EXPECT_EQ(dropped("opted_out"), (PurposeSet{history, measurement}));
    EXPECT_EQ(dropped("sec_gpc"), (PurposeSet{behaviour, history, measurement}));
    EXPECT_EQ(dropped("dnt"), (PurposeSet{behaviour, history, measurement}));
    EXPECT_EQ(dropped("child"), (PurposeSet{exact_location, behaviour, history, measurement}));

    EXPECT_EQ(dropped("tcf_purpose_11_refused"), selecting);
    EXPECT_EQ(dropped("tcf_purpose_1_refused"), (PurposeSet{history}));
    EXPECT_EQ(dropped("tcf_purpose_8_refused"), (PurposeSet{measurement}));
    EXPECT_FALSE(tells("tcf_purpose_2_refused") || tells("tcf_purpose_7_refused"));
    EXPECT_EQ(dropped("tcf_void"), everything);
    EXPECT_FALSE(tells("tcf_vendor_refused"));
    settings_.tcf = {.use = wire::TcfReader::Use::ads, .vendor = 755};
    EXPECT_EQ(dropped("tcf_purpose_2_refused"), selecting);
    EXPECT_EQ(dropped("tcf_purpose_7_refused"), (PurposeSet{measurement}));
    EXPECT_FALSE(tells("tcf_purpose_11_refused"));
    EXPECT_EQ(dropped("tcf_vendor_refused"), everything.without({exact_location}));
}

TEST_F(StatementTest, OfChildrenItTellsThatMuchIsNotUsed) {
    settings_.child_directed = true;
    const Statement statement = make();
    EXPECT_FALSE(statement.purposes[2].signals[0].used);
    EXPECT_TRUE(statement.purposes[1].signals[0].used) << "the country may be used";
    EXPECT_NE(statement_page(statement).find("meant for children"), std::string::npos);
}

TEST_F(StatementTest, NamesTheFirstOfManyRulesAndCountsAll) {
    std::string text = "slots: {hero: {}}\ncontent: {sale: {}}\nrules:\n";
    for (int i = 0; i < 130; ++i) {
        text += "  - {id: r" + std::to_string(i) + ", slot: hero, when: {page.section: a}, show: sale}\n";
    }
    const rules::Loaded loaded = rules::load_text("many.yaml", text, {.now = {}, .lint = false});
    const auto many = engine::compile(*loaded.rule_set);
    const Statement statement = make_statement(*many, settings_);
    EXPECT_EQ(statement.purposes[0].signals[0].rule_count, 130u);
    EXPECT_EQ(statement.purposes[0].signals[0].rules.size(), 100u);
    EXPECT_NE(statement_page(statement).find("r99</code> and 30 more"), std::string::npos);
}

class NoticesTest : public testing::Test {
  protected:
    NoticesTest() {
        live_.publish(std::make_shared<const Notices>(compose_notices(*shop_, settings_)));
        settings_.notices = &live_;
        api_.emplace(settings_, measures_, readiness_, 1);
    }
    const http::Response& ask(std::string_view path, std::vector<http::Header> headers = {},
                              std::string_view method = "GET") {
        api_->handle({.method = method, .path = path, .query = {}, .headers = headers, .body = {}}, *shop_,
                     noon, response_);
        return response_;
    }
    std::string field(const std::string& name) const { return field_of(response_, name); }

    std::shared_ptr<const engine::RuleIndex> shop_ = load_shop();
    PublicSettings settings_;
    LiveNotices live_{std::make_shared<const Notices>()};
    Measures measures_;
    Readiness readiness_;
    std::optional<PublicApi> api_;
    http::Response response_;
};

TEST_F(NoticesTest, AreToldInTheFormThatIsPreferred) {
    for (const char* path : {"/v1/privacy", "/v1/privacy/rights"}) {
        EXPECT_EQ(ask(path).status, 200);
        EXPECT_EQ(response_.content_type, "application/json");
        EXPECT_TRUE(response_.body.starts_with("{\n  \"")) << response_.body;
        EXPECT_EQ(field("Vary"), "Accept");
        EXPECT_EQ(field("Cache-Control"), "public, max-age=60");
        EXPECT_EQ(field("Content-Security-Policy"), "");
        const std::string tag = field("ETag");
        EXPECT_EQ(ask(path, {{"Accept", "text/html"}}).status, 200);
        EXPECT_EQ(response_.content_type, "text/html; charset=utf-8");
        EXPECT_TRUE(response_.body.starts_with("<!DOCTYPE html>")) << response_.body;
        EXPECT_TRUE(field("Content-Security-Policy").starts_with("default-src 'none';"));
        EXPECT_EQ(field("Vary"), "Accept");
        EXPECT_NE(field("ETag"), tag);
        EXPECT_EQ(ask(path, {{"If-None-Match", tag}}).status, 304);
        EXPECT_EQ(response_.body, "");
        EXPECT_EQ(field("ETag"), tag);
        EXPECT_EQ(ask(path, {{"If-None-Match", tag}, {"Accept", "text/html"}}).status, 200);
        EXPECT_EQ(ask(path, {}, "HEAD").status, 200);
        EXPECT_EQ(ask(path, {}, "OPTIONS").status, 204);
        EXPECT_EQ(field("Allow"), "GET, HEAD, OPTIONS");
        EXPECT_EQ(ask(path, {}, "POST").status, 405);
        EXPECT_EQ(field("Allow"), "GET, HEAD, OPTIONS");
    }
}

TEST_F(NoticesTest, TheSupportOfGpcIsJsonForEverybody) {
    EXPECT_EQ(ask("/.well-known/gpc.json", {{"Accept", "text/html"}}).status, 200);
    EXPECT_EQ(response_.content_type, "application/json");
    EXPECT_EQ(field("Vary"), "");
    EXPECT_EQ(response_.body, "{\n  \"gpc\": true,\n  \"lastUpdate\": \"2026-11-22\"\n}\n");
}

TEST_F(NoticesTest, AreThoseOfTheRulesInForce) {
    const std::string before = ask("/v1/privacy").body, tag = field("ETag");
    const rules::Loaded loaded = rules::load_text("new.yaml",
                                                  "slots: {hero: {}}\ncontent: {a: {}}\nrules: [{id: near, "
                                                  "slot: hero, when: {location.city: Bern}, show: a}]\n",
                                                  {.now = {}, .lint = false});
    const auto next = engine::compile(*loaded.rule_set);
    live_.publish(std::make_shared<const Notices>(compose_notices(*next, settings_)));
    EXPECT_EQ(ask("/v1/privacy", {{"If-None-Match", tag}}).status, 200);
    EXPECT_NE(response_.body.find("location.city"), std::string::npos);
    EXPECT_EQ(response_.body.find("cart_value"), std::string::npos);
}

TEST_F(NoticesTest, AreNotFoundWhereNobodyComposesThem) {
    settings_.notices = nullptr;
    api_.emplace(settings_, measures_, readiness_, 1);
    EXPECT_EQ(ask("/v1/privacy").status, 404);
}

}  // namespace
}  // namespace passerby::api
