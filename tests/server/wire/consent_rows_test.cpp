// Every row of what drops what, alone and in pairs, from a request's bytes to what may be used: for content
// and for ads, read by the publisher and by a vendor.
//
// The visit they start from permits everything twice over, by the site's own record and by a TC string under
// GDPR, so that each row shows what it drops and no more.
#include <gtest/gtest.h>

#include <functional>

#include "engine/compile.hpp"
#include "rules/load.hpp"
#include "server/wire/request.hpp"
#include "tests/server/wire/tc_text.hpp"

namespace passerby::wire {
namespace {

using namespace std::chrono_literals;
using engine::Gdpr;
using engine::PurposeSet;
using std::chrono::days;
using testing::PublisherTc;
using testing::Purposes;
using testing::Tc;
using testing::VendorList;
using enum engine::Purpose;
using Use = TcfReader::Use;

constexpr engine::Instant now = std::chrono::sys_days{2026y / 11 / 22} + 15h;
constexpr TcfVendorId us = 28;
const VendorList listed{.id_max = 28, .ranges = {{28, 28}}};
const Purposes all = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};

constexpr PurposeSet nothing = {};
constexpr PurposeSet everything = {device, exact_location, location, behaviour, history, measurement};
constexpr PurposeSet asked = {location, behaviour, history, measurement};
constexpr PurposeSet selecting = {device, location, behaviour, history};
constexpr PurposeSet of_this_person = {behaviour, history, measurement};
constexpr PurposeSet of_a_child = {exact_location, behaviour, history, measurement};

// They read behaviour.cart_value: 1.bwgVx0J4V.
constexpr const char* rule_text =
    "slots: {hero: {}}\ncontent: {sale: {}}\n"
    "rules: [{id: cart, slot: hero, when: {behaviour.cart_value: {min: 50}}, show: sale}]\n";

std::uint64_t tenths(engine::Instant at) {
    return static_cast<std::uint64_t>(at.time_since_epoch().count()) * 10;
}

// A visit, and what is expected of it.
struct Visit {
    std::string own = R"("location":true,"behaviour":true,"history":true,"measurement":true)";
    std::string at = R"("at":"2026-10-02")";
    std::string gdpr = R"("gdpr":true)";
    Tc tc{.updated = tenths(now - days{30}),
          .policy = 5,
          .consent = all,
          .vendor_consent = listed,
          .disclosed = listed,
          .publisher = PublisherTc{all, {}, 0}};
    std::optional<std::string> tcf = {};  // instead of `tc`
    std::string others = {};              // further members of the record
    std::string beside = {};              // of the body
    bool gpc = false, dnt = false;

    // Each member once, however many rows had a part in it.
    std::string body() const {
        std::string record = "\"tcf\":\"" + tcf.value_or(tc.text()) + "\"";
        for (const std::string& member : {own, at, gdpr, others}) {
            if (!member.empty()) { record += "," + member; }
        }
        return R"({"slots":["hero"],"consent":{)" + record + "}" + beside + "}";
    }

    void refuse(unsigned purpose) {
        std::erase(tc.consent, purpose);
        std::erase(tc.publisher->consent, purpose);
    }
};

// What a row takes away, beside what it drops in any case.
enum Takes : unsigned {
    takes_nothing = 0,
    own_record = 1,    // it counts as none
    tc_string = 2,     // it counts as none
    gdpr_word = 4,     // nobody says that GDPR applies: a TC string grants nothing
    gdpr_denied = 8,   // GDPR does not apply: a TC string is ignored
    reading = 16,      // something cannot be read
    reading_tcf = 32,  // the TC string cannot be read
};

struct Row {
    std::string name;
    std::function<void(Visit&)> apply;
    PurposeSet drops = nothing;
    unsigned takes = takes_nothing;
    bool by_tc = false;             // the drop is the TC string's, and goes with it
    PurposeSet outgrows = nothing;  // own grants that do not count; a TC string's do
};

void add_own_rows(std::vector<Row>& rows) {
    rows.push_back({"no own consent", [](Visit& v) { v.own = v.at = ""; }, {}, own_record});
    rows.push_back({"181 days old", [](Visit& v) { v.at = R"("at":"2026-05-25")"; }, {}, own_record});
    rows.push_back({"180 days old", [](Visit& v) { v.at = R"("at":"2026-05-26")"; }});
    rows.push_back({"undated", [](Visit& v) { v.at = ""; }, {}, own_record});
    rows.push_back({"dated ahead", [](Visit& v) { v.at = R"("at":"2026-11-24")"; }, {}, own_record});
    rows.push_back({"a date that is none", [](Visit& v) { v.at = R"("at":"2026-13-01")"; }, {}, own_record});
    const auto add_version = [&](std::string version, PurposeSet outgrown) {
        rows.push_back({"version " + version, [version](Visit& v) { v.others = "\"version\":" + version; }});
        rows.back().outgrows = outgrown;
    };
    add_version(R"("1.bwgVx0J4V")", {});
    add_version(R"("1.lfNMDPO2U.bwgVx0J4V")", {});
    add_version(R"("1")", {behaviour});
    for (const char* malformed : {R"("")", R"("9.bwgVx0J4V")", "null", "3", R"({"a":["1"]})"}) {
        add_version(malformed, asked);
    }
    for (engine::Purpose purpose : engine::asked_purposes) {
        const std::string name(name_of(purpose));
        rows.push_back({name + " refused",
                        [name](Visit& v) {
                            const auto place = v.own.find("\"" + name + "\":true");
                            if (place != std::string::npos) {
                                v.own.replace(place + name.size() + 3, 4, "false");
                            }
                        },
                        {purpose}});
        rows.back().name = "own: " + rows.back().name;
    }
}

void add_unreadable_rows(std::vector<Row>& rows) {
    const auto add = [&](std::string member) {
        rows.push_back({"unreadable " + member, [member](Visit& v) { v.others = member; }, {}, reading});
    };
    for (const char* member :
         {R"("gpp":"")", R"("gpp":1)", R"("gpp":"DBAA")", R"("gpp":"1YNN")", R"("gpp":"DBABLA~BVVqAAAAA")",
          R"("gpp":"DBABLA~BVVqAAAAAAw")", R"("gpp":"DBABjw~x~1YNN")", R"("us_privacy":"")",
          R"("us_privacy":null)", R"("us_privacy":"2YNN")", R"("us_privacy":"1YN")", R"("gpp_sid":"7")",
          R"("gpp_sid":[7.5])", R"("gpp_sid":["7"])", R"("gpp_sid":[-2])",
          R"("version":"1","version":"1")"}) {
        add(member);
    }
    rows.push_back({"gdpr that is no flag", [](Visit& v) { v.gdpr = R"("gdpr":"yes")"; }, {}, reading});
    for (const char* text : {"", "CPexample", "BOEFEAyOEFEAyAHABDENAI4AAAB9vABAASA", "DBABTA~1YNN"}) {
        rows.push_back(
            {std::string("TC string ") + text, [text](Visit& v) { v.tcf = text; }, {}, reading_tcf});
    }
}

void add_gdpr_rows(std::vector<Row>& rows) {
    rows.push_back({"GDPR unsaid", [](Visit& v) { v.gdpr = ""; }, {}, gdpr_word});
    rows.push_back({"GDPR denied", [](Visit& v) { v.gdpr = R"("gdpr":false)"; }, {}, gdpr_denied});
}

void add_void_rows(std::vector<Row>& rows) {
    const auto add = [&](const char* name, std::function<void(Visit&)> apply) {
        rows.push_back({name, std::move(apply), {}, tc_string});
    };
    const engine::Instant oldest = std::chrono::sys_days{2025y / 10 / 22} + 15h;  // thirteen months
    rows.push_back({"TC: 13 months old", [=](Visit& v) { v.tc.updated = tenths(oldest); }});
    add("TC: a second older", [=](Visit& v) { v.tc.updated = tenths(oldest - 1s); });
    rows.push_back({"TC: updated now", [](Visit& v) { v.tc.updated = tenths(now); }});
    add("TC: updated in a second", [](Visit& v) { v.tc.updated = tenths(now + 1s); });
    add("TC: not of this site alone", [](Visit& v) { v.tc.service_specific = false; });
    add("TC: policy 3", [](Visit& v) { v.tc.policy = 3; });
    for (unsigned purpose : {1u, 3u, 4u, 5u, 6u}) {
        add("TC: interest that there is none of", [=](Visit& v) { v.tc.interest = {purpose}; });
    }
}

void add_purpose_rows(std::vector<Row>& rows, const TcfReader& reader) {
    const bool ads = reader.use == Use::ads;
    for (unsigned purpose : all) {
        PurposeSet drops;
        if (purpose == (ads ? 2u : 11u)) { drops = selecting; }
        if (purpose == 1 || purpose == (ads ? 3u : 5u) || purpose == (ads ? 4u : 6u)) { drops = {history}; }
        if (purpose == (ads ? 7u : 8u)) { drops = {measurement}; }
        rows.push_back({"TC: refused " + std::to_string(purpose), [=](Visit& v) { v.refuse(purpose); }, drops,
                        takes_nothing, true});
        for (unsigned type : {0u, 1u, 2u}) {
            // Only consent is no loss where there is consent.
            const PurposeSet restricted = reader.vendor == 0 || type == 1 ? nothing : drops;
            rows.push_back({"TC: restriction " + std::to_string(type) + " of " + std::to_string(purpose),
                            [=](Visit& v) {
                                v.tc.restrictions.push_back({purpose, type, {{us, us}}});
                            },
                            restricted, takes_nothing, true});
        }
    }
}

void add_vendor_rows(std::vector<Row>& rows, const TcfReader& reader) {
    const PurposeSet drops =
        reader.vendor == 0 ? nothing : PurposeSet{device, location, behaviour, history, measurement};
    const auto add = [&](const char* name, std::function<void(Visit&)> apply) {
        rows.push_back({name, std::move(apply), drops, takes_nothing, true});
    };
    add("TC: vendor refused", [](Visit& v) { v.tc.vendor_consent = {}; });
    add("TC: vendor not disclosed", [](Visit& v) { v.tc.disclosed = VendorList{}; });
    add("TC: nobody disclosed under policy 5", [](Visit& v) { v.tc.disclosed.reset(); });
}

// Strings of GPP made by hand: usnat of version 2, usca, usva; see gpp_test for where their fields are.
void add_us_rows(std::vector<Row>& rows) {
    const auto add = [&](std::string name, std::string member, PurposeSet drops) {
        rows.push_back({name, [member](Visit& v) { v.others = member; }, drops});
    };
    const auto section = [](unsigned version, std::size_t fields, std::size_t place, unsigned value) {
        testing::BitWriter out;
        out.add(version, 6);
        for (std::size_t i = 0; i < fields; ++i) { out.add(i == place ? value : 0, 2); }
        return out.text();
    };
    const auto national = [&](std::size_t place, unsigned value) { return section(2, 32, place, value); };
    const auto gpp = [](const std::string& sections) { return "\"gpp\":\"" + sections + "\""; };
    constexpr PurposeSet opted_out = {history, measurement};
    add("GPP: nothing said", gpp("DBABLA~" + national(0, 0)), {});
    add("GPP: sale", gpp("DBABLA~" + national(6, 1)), opted_out);
    add("GPP: no opt-out of sale", gpp("DBABLA~" + national(6, 2)), {});
    add("GPP: sharing", gpp("DBABLA~" + national(7, 1)), opted_out);
    add("GPP: targeted advertising", gpp("DBABLA~" + national(8, 1)), opted_out);
    add("GPP: sale in California", gpp("DBABBg~" + section(1, 20, 3, 1)), opted_out);
    add("GPP: a state is stricter", gpp("DBACLY~" + national(6, 2) + "~" + section(1, 20, 3, 1)), opted_out);
    add("GPP: the nation is stricter", gpp("DBACLY~" + national(6, 1) + "~" + section(1, 20, 3, 2)),
        opted_out);
    add("GPP: a section not in force", gpp("DBABLA~" + national(6, 1)) + R"(,"gpp_sid":[8,-1])", opted_out);
    add("GPP: child without consent", gpp("DBABLA~" + national(25, 1)), of_a_child);
    add("GPP: child with consent", gpp("DBABLA~" + national(27, 2)), of_a_child);
    add("GPP: GPC", gpp("DBABLA~" + national(0, 0) + ".YA"), of_this_person);
    add("GPP: no GPC", gpp("DBABLA~" + national(0, 0) + ".QA"), {});
    add("GPP: US Privacy opted out", gpp("DBABTA~1YYN"), opted_out);
    add("US Privacy: opted out", R"("us_privacy":"1YYN")", opted_out);
    add("US Privacy: not opted out", R"("us_privacy":"1YNY")", {});
    add("US Privacy: does not apply", R"("us_privacy":"1---")", {});
}

void add_objection_rows(std::vector<Row>& rows) {
    rows.push_back({"GPC", [](Visit& v) { v.gpc = true; }, of_this_person});
    rows.push_back({"DNT", [](Visit& v) { v.dnt = true; }, of_this_person});
    rows.push_back({"child", [](Visit& v) { v.beside = R"(,"child":true)"; }, of_a_child});
    rows.push_back({"no child", [](Visit& v) { v.beside = R"(,"child":false)"; }});
}

std::vector<Row> rows_for(const TcfReader& reader) {
    std::vector<Row> rows;
    add_own_rows(rows);
    add_unreadable_rows(rows);
    add_gdpr_rows(rows);
    add_void_rows(rows);
    add_purpose_rows(rows, reader);
    add_vendor_rows(rows, reader);
    add_us_rows(rows);
    add_objection_rows(rows);
    return rows;
}

// Of several rows at once: all that they drop, and what is gone with the last record that counted.
PurposeSet permitted_after(std::initializer_list<const Row*> rows) {
    unsigned takes = takes_nothing;
    for (const Row* row : rows) { takes |= row->takes; }
    if ((takes & reading) != 0) { return nothing; }
    if ((takes & reading_tcf) != 0) {
        if ((takes & gdpr_denied) == 0) { return nothing; }
    }
    const bool applies = (takes & (gdpr_word | gdpr_denied)) == 0;
    const bool has_tc = (takes & (tc_string | gdpr_denied)) == 0;
    const bool has_own = (takes & own_record) == 0;
    PurposeSet permitted = everything;
    if (!has_own && !(has_tc && applies)) { permitted = applies ? nothing : everything.without(asked); }
    for (const Row* row : rows) {
        if (!(has_tc && applies)) { permitted = permitted.without(row->outgrows); }
        if (!row->by_tc || has_tc) { permitted = permitted.without(row->drops); }
    }
    return permitted;
}

class ConsentRows : public ::testing::TestWithParam<TcfReader> {
  protected:
    engine::ConsentGate::Verdict judge(const Visit& visit) { return judge(visit, visit.body()); }
    engine::ConsentGate::Verdict judge(const Visit& visit, const std::string& body) {
        EXPECT_FALSE(reader_.read(body, *rules_, request_));
        request_.consent.gpc = request_.consent.gpc || visit.gpc;
        request_.consent.dnt = visit.dnt;
        return engine::ConsentGate(engine::ConsentPolicy{}).judge(request_.consent, now);
    }

    std::vector<Row> table_ = rows_for(GetParam());
    DecideRequest request_;
    RequestReader reader_{RequestForm{.tcf = GetParam()}};
    std::shared_ptr<const engine::RuleIndex> rules_ = engine::compile(
        *rules::load_text("r.yaml", rule_text, {.now = engine::Instant{}, .lint = false}).rule_set);
};

TEST_P(ConsentRows, WithoutAnyEverythingIsPermitted) {
    EXPECT_EQ(judge(Visit{}).permitted, everything);
}

TEST_P(ConsentRows, EachDropsItsOwn) {
    for (const Row& row : table_) {
        Visit visit;
        row.apply(visit);
        const auto verdict = judge(visit);
        EXPECT_EQ(verdict.permitted, permitted_after({&row})) << row.name << "\n" << visit.body();
        EXPECT_EQ(verdict.receipt.honoured_gpc, row.name == "GPC" || row.name == "GPP: GPC") << row.name;
        EXPECT_EQ(verdict.receipt.honoured_dnt, row.name == "DNT") << row.name;
    }
}

// Both write the same member, so that what came of them is neither the one nor the other.
bool collide(const Visit& a, const Visit& b) {
    static const Visit untouched;
    return (!a.others.empty() && !b.others.empty()) || (a.at != untouched.at && b.at != untouched.at) ||
           (a.gdpr != untouched.gdpr && b.gdpr != untouched.gdpr) || (a.tcf && b.tcf) ||
           (a.tc.updated != untouched.tc.updated && b.tc.updated != untouched.tc.updated);
}

// A row applied, with all that tells it from others.
struct Applied {
    Applied(std::initializer_list<const Row*> rows) {
        for (const Row* row : rows) { row->apply(visit); }
        body = visit.body();
    }
    bool operator==(const Applied& other) const {
        return body == other.body && visit.gpc == other.visit.gpc && visit.dnt == other.visit.dnt;
    }

    Visit visit;
    std::string body;
};

TEST_P(ConsentRows, PairsDropBoth) {
    std::vector<Applied> alone;
    for (const Row& row : table_) { alone.push_back({&row}); }
    std::size_t pairs = 0;
    for (std::size_t i = 0; i < table_.size(); ++i) {
        for (std::size_t k = 0; k < table_.size(); ++k) {
            const Row &first = table_[i], &second = table_[k];
            const Applied both{&first, &second};
            // What replaces the other, or finds nothing left to change, is there alone.
            const auto expected = both == alone[k]   ? permitted_after({&second})
                                  : both == alone[i] ? permitted_after({&first})
                                                     : permitted_after({&first, &second});
            if (collide(alone[i].visit, alone[k].visit) && !(both == alone[k])) { continue; }
            ++pairs;
            ASSERT_EQ(judge(both.visit, both.body).permitted, expected)
                << first.name << " and " << second.name << "\n"
                << both.body;
        }
    }
    EXPECT_GT(pairs, table_.size() * table_.size() * 9 / 10);
}

INSTANTIATE_TEST_SUITE_P(All, ConsentRows,
                         ::testing::Values(TcfReader{Use::content}, TcfReader{Use::ads},
                                           TcfReader{Use::content, us}, TcfReader{Use::ads, us}));

}  // namespace
}  // namespace passerby::wire
