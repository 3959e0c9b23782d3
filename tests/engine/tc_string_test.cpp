// TC strings at the gate: what they grant, what they only deny, and for how long they count.
#include <gtest/gtest.h>

#include "engine/consent.hpp"

namespace passerby::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using enum Purpose;
using Said = OwnConsent::Said;

constexpr PurposeSet asked = {location, behaviour, history, measurement};
constexpr PurposeSet everything = {location, behaviour, history, measurement, device, exact_location};
constexpr PurposeSet standing = {device, exact_location};
constexpr PurposeSet nothing = {};

constexpr Instant now = sys_days{2026y / 11 / 22} + 15h;

TcString string(PurposeSet denied = {}, Instant updated_at = now - days{30}) {
    return {.counts = true, .updated_at = updated_at, .denied = denied};
}
ConsentSignals with(const TcString& tc, Gdpr gdpr = Gdpr::yes) {
    return {.tc_strings = {tc, std::nullopt}, .gdpr = gdpr};
}
OwnConsent own(Said said, std::optional<Instant> at = now - days{10}) {
    return {.said = {said, said, said, said}, .at = at};
}

ConsentGate::Verdict judge(const ConsentSignals& consent, Instant at = now) {
    return ConsentGate(ConsentPolicy{}).judge(consent, at);
}

TEST(TcStrings, GrantWhatTheyDoNotDenyWhereGdprApplies) {
    EXPECT_EQ(judge(with(string())).permitted, everything);
    EXPECT_EQ(judge(with(string({history}))).permitted, everything.without({history}));
    EXPECT_EQ(judge(with(string({device, location, behaviour, history}))).permitted,
              (PurposeSet{exact_location, measurement}));
    EXPECT_EQ(judge(with(string({history}))).receipt.granted, asked.without({history}));
}

TEST(TcStrings, OnlyDenyWhereNobodySaysThatItDoes) {
    EXPECT_EQ(judge(with(string(), Gdpr::unsaid)).permitted, standing);
    EXPECT_EQ(judge(with(string({device}), Gdpr::unsaid)).permitted, PurposeSet{exact_location});
    ConsentSignals both = with(string({measurement}), Gdpr::unsaid);
    both.own = own(Said::yes);
    EXPECT_EQ(judge(both).permitted, everything.without({measurement}));
}

TEST(TcStrings, AreIgnoredWhereItDoesNot) {
    EXPECT_EQ(judge(with(string(everything), Gdpr::no)).permitted, standing);
    EXPECT_EQ(judge(with(string(), Gdpr::no)).permitted, standing);
    EXPECT_FALSE(judge(with(string(), Gdpr::no)).receipt.tc_strings_counted[0]);
}

TEST(TcStrings, OutsideTheSectionsInForceOnlyDeny) {
    TcString tc = string({history});
    tc.in_force = false;
    ConsentSignals consent{.tc_strings = {std::nullopt, tc}, .gdpr = Gdpr::yes};
    EXPECT_EQ(judge(consent).permitted, nothing);
    consent.own = own(Said::yes);
    EXPECT_EQ(judge(consent).permitted, everything.without({history}));
    consent.own.reset();
    consent.gdpr = Gdpr::unsaid;
    EXPECT_EQ(judge(consent).permitted, standing);
}

TEST(TcStrings, TwoOfThemDenyWhatEitherDenies) {
    ConsentSignals consent = with(string({history}));
    consent.tc_strings[1] = string({measurement});
    EXPECT_EQ(judge(consent).permitted, everything.without({history, measurement}));
    EXPECT_EQ(judge(consent).receipt.tc_strings_counted, (std::array<bool, 2>{true, true}));
}

TEST(TcStrings, DoNotOverrideTheVisitorsOwnNo) {
    ConsentSignals consent = with(string());
    for (const auto at : {std::optional(now), std::optional(now - days{1'000}), std::optional<Instant>()}) {
        consent.own = OwnConsent{.said = {Said::no, Said::nothing, Said::no}, .at = at};
        EXPECT_EQ(judge(consent).permitted, everything.without({location, history}));
    }
}

TEST(TcStrings, UnderGdprNothingIsLetInWithoutARecordThatCounts) {
    TcString none = string();
    none.counts = false;
    const ConsentSignals without[] = {
        {.gdpr = Gdpr::yes},
        {.own = OwnConsent{}, .gdpr = Gdpr::yes},
        {.own = OwnConsent{.at = now}, .gdpr = Gdpr::yes},
        {.own = own(Said::yes, now - days{181}), .gdpr = Gdpr::yes},
        {.own = own(Said::no, now - days{181}), .gdpr = Gdpr::yes},
        {.own = own(Said::yes, std::nullopt), .gdpr = Gdpr::yes},
        with(none),
        with(string({}, now + 1s)),
        with(string({}, now - days{400})),
    };
    for (const ConsentSignals& consent : without) { EXPECT_EQ(judge(consent).permitted, nothing); }
    EXPECT_EQ(judge({.own = own(Said::yes), .gdpr = Gdpr::yes}).permitted, everything);
    EXPECT_EQ(judge({.own = own(Said::no), .gdpr = Gdpr::yes}).permitted, standing);
    // What asks to be refreshed is told all the same.
    EXPECT_EQ(judge(without[3]).receipt.refresh_consent, asked);
}

TEST(TcStrings, CountForThirteenMonthsOnTheCalendar) {
    struct {
        Instant updated_at, last;
    } const cases[] = {
        {sys_days{2025y / 10 / 22}, sys_days{2026y / 11 / 22}},
        {sys_days{2025y / 10 / 22} + 15h, sys_days{2026y / 11 / 22} + 15h},
        {sys_days{2025y / 12 / 31}, sys_days{2027y / 1 / 31}},
        {sys_days{2025y / 1 / 31} + 1h, sys_days{2026y / 2 / 28} + 1h},  // a shorter month: its last day
        {sys_days{2023y / 1 / 30}, sys_days{2024y / 2 / 29}},
        {sys_days{2024y / 2 / 29}, sys_days{2025y / 3 / 29}},
    };
    for (const auto& row : cases) {
        const ConsentSignals consent = with(string({history}, row.updated_at));
        EXPECT_EQ(judge(consent, row.updated_at - 1s).permitted, nothing);
        EXPECT_EQ(judge(consent, row.updated_at).permitted, everything.without({history}));
        EXPECT_EQ(judge(consent, row.last).permitted, everything.without({history}));
        EXPECT_EQ(judge(consent, row.last + 1s).permitted, nothing);
        EXPECT_EQ(judge(consent, row.updated_at - days{9}).receipt.changes_at, row.updated_at);
        EXPECT_EQ(judge(consent, row.updated_at).receipt.changes_at, row.last + 1s);
        EXPECT_EQ(judge(consent, row.last + 1s).receipt.changes_at, never_changes);
    }
}

// Whatever records there are: until the moment that the receipt names nothing changes, and at that moment
// something may.
TEST(TcStrings, TheMomentOfChangeIsNeverTooLate) {
    for (const Gdpr gdpr : {Gdpr::unsaid, Gdpr::no, Gdpr::yes}) {
        for (int tc_age = -50; tc_age <= 450; tc_age += 50) {
            for (int own_age = -50; own_age <= 250; own_age += 50) {
                for (const Said said : {Said::no, Said::nothing, Said::yes}) {
                    ConsentSignals consent = with(string({history}, now - tc_age * days{1}), gdpr);
                    consent.own = own(said, now - own_age * days{1});
                    const auto before = judge(consent);
                    for (int ahead = 0; ahead <= 500; ++ahead) {
                        const Instant later = now + ahead * days{1};
                        if (later >= before.receipt.changes_at) { break; }
                        ASSERT_EQ(judge(consent, later).permitted, before.permitted);
                    }
                }
            }
        }
    }
}

TEST(TcStrings, ObjectionsTakeAwayWhatTheyGrant) {
    ConsentSignals consent = with(string());
    consent.opted_out = true;
    EXPECT_EQ(judge(consent).permitted, everything.without({history, measurement}));
    consent.gpc = true;
    EXPECT_EQ(judge(consent).permitted, everything.without({behaviour, history, measurement}));
    consent.child = true;
    EXPECT_EQ(judge(consent).permitted, (PurposeSet{location, device}));
    consent.unreadable = true;
    EXPECT_EQ(judge(consent).permitted, nothing);
}

}  // namespace
}  // namespace passerby::engine
