// The gate: every row of what drops what, alone and in pairs, and its one law: a denial only ever takes away.
#include "engine/consent.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "engine/context.hpp"

namespace passerby::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using enum Purpose;
using Said = OwnConsent::Said;

constexpr PurposeSet everything = {location, behaviour, history, measurement, device, exact_location};
constexpr PurposeSet asked = {location, behaviour, history, measurement};
constexpr PurposeSet nothing = {};
constexpr PurposeSet standing = {device, exact_location};

constexpr Instant now = sys_days{2026y / 11 / 22} + 15h + 30min;

OwnConsent own(std::array<Said, 4> said, std::optional<Instant> at = now - days{10}) {
    return {said, at};
}
ConsentSignals all_granted() {
    return {.own = own({Said::yes, Said::yes, Said::yes, Said::yes})};
}

ConsentGate::Verdict judge(const ConsentSignals& consent, Instant at = now, days age_max = 180 * days{1}) {
    return ConsentGate(ConsentPolicy{age_max}).judge(consent, at);
}

// The rows of the privacy statement that this gate knows.
struct Objection {
    const char* name;
    void (*raise)(ConsentSignals&);
    PurposeSet drops;  // of everything
};

const Objection objections[] = {
    {"no consent object", [](ConsentSignals& c) { c.own.reset(); }, asked},
    {"unreadable", [](ConsentSignals& c) { c.unreadable = true; }, everything},
    {"GPC", [](ConsentSignals& c) { c.gpc = true; }, {behaviour, history, measurement}},
    {"DNT", [](ConsentSignals& c) { c.dnt = true; }, {behaviour, history, measurement}},
    {"opted out", [](ConsentSignals& c) { c.opted_out = true; }, {history, measurement}},
    {"child", [](ConsentSignals& c) { c.child = true; }, {exact_location, behaviour, history, measurement}},
    {"too old",
     [](ConsentSignals& c) {
         if (c.own) { c.own->at = now - days{181}; }
     },
     asked},
    {"undated",
     [](ConsentSignals& c) {
         if (c.own) { c.own->at.reset(); }
     },
     asked},
    {"dated ahead",
     [](ConsentSignals& c) {
         if (c.own) { c.own->at = now + days{2}; }
     },
     asked},
    {"location given for less",
     [](ConsentSignals& c) {
         if (c.own) { c.own->outgrown = c.own->outgrown.with(location); }
     },
     {location}},
    {"given for who knows what",
     [](ConsentSignals& c) {
         if (c.own) { c.own->outgrown = asked; }
     },
     asked},
    {"location refused",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[0] = Said::no; }
     },
     {location}},
    {"location not granted",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[0] = Said::nothing; }
     },
     {location}},
    {"behaviour refused",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[1] = Said::no; }
     },
     {behaviour}},
    {"behaviour not granted",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[1] = Said::nothing; }
     },
     {behaviour}},
    {"history refused",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[2] = Said::no; }
     },
     {history}},
    {"history not granted",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[2] = Said::nothing; }
     },
     {history}},
    {"measurement refused",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[3] = Said::no; }
     },
     {measurement}},
    {"measurement not granted",
     [](ConsentSignals& c) {
         if (c.own) { c.own->said[3] = Said::nothing; }
     },
     {measurement}},
};

TEST(Consent, WithoutAnObjectionEverythingGrantedCounts) {
    const auto verdict = judge(all_granted());
    EXPECT_EQ(verdict.permitted, everything);
    EXPECT_EQ(verdict.receipt.granted, asked);
    EXPECT_EQ(verdict.receipt.refresh_consent, nothing);
    EXPECT_FALSE(verdict.receipt.honoured_gpc);
    EXPECT_FALSE(verdict.receipt.honoured_dnt);
}

TEST(Consent, WithoutARecordNothingIsGranted) {
    const auto verdict = judge({});
    EXPECT_EQ(verdict.permitted, standing);
    EXPECT_EQ(verdict.receipt.granted, nothing);
    EXPECT_EQ(verdict.receipt.refresh_consent, nothing);
    EXPECT_EQ(verdict.receipt.changes_at, never_changes);
}

TEST(Consent, EachObjectionDropsItsRow) {
    for (const Objection& objection : objections) {
        ConsentSignals consent = all_granted();
        objection.raise(consent);
        const auto verdict = judge(consent);
        EXPECT_EQ(verdict.permitted, everything.without(objection.drops)) << objection.name;
        EXPECT_EQ(verdict.receipt.granted, asked.without(objection.drops)) << objection.name;
    }
}

TEST(Consent, PairsOfObjectionsDropBothRows) {
    for (const Objection& first : objections) {
        for (const Objection& second : objections) {
            ConsentSignals consent = all_granted();
            first.raise(consent);
            second.raise(consent);
            const auto verdict = judge(consent);
            EXPECT_EQ(verdict.permitted, everything.without(first.drops.with(second.drops)))
                << first.name << " and " << second.name;
            EXPECT_EQ(verdict.receipt.granted, verdict.permitted.without(standing));
            EXPECT_EQ(verdict.receipt.honoured_gpc, consent.gpc);
            EXPECT_EQ(verdict.receipt.honoured_dnt, consent.dnt);
        }
    }
}

TEST(Consent, AChildsLocationIsItsCountry) {
    ConsentSignals consent = all_granted();
    consent.child = true;
    EXPECT_TRUE(judge(consent).permitted.has(location));
    EXPECT_FALSE(judge(consent).permitted.has(exact_location));
}

TEST(Consent, AgesInWholeDaysOfUtc) {
    struct {
        Instant at, asked_at;
        bool fresh;
    } const cases[] = {
        {sys_days{2026y / 1 / 1}, sys_days{2026y / 1 / 1}, true},
        {sys_days{2026y / 1 / 1}, sys_days{2026y / 6 / 30}, true},                      // day 180 begins
        {sys_days{2026y / 1 / 1}, sys_days{2026y / 6 / 30} + 23h + 59min + 59s, true},  // and ends
        {sys_days{2026y / 1 / 1}, sys_days{2026y / 7 / 1}, false},
        {sys_days{2026y / 1 / 1} + 23h + 59min, sys_days{2026y / 7 / 1}, false},  // its hour does not matter
        {sys_days{2026y / 1 / 1} + 23h + 59min, sys_days{2026y / 6 / 30} + 23h, true},
        {sys_days{2026y / 1 / 2}, sys_days{2026y / 1 / 1}, true},        // a day ahead
        {sys_days{2026y / 1 / 2} + 1s, sys_days{2026y / 1 / 1}, false},  // and more
        {sys_days{2026y / 1 / 2} + 12h, sys_days{2026y / 1 / 1} + 12h, true},
        {sys_days{1970y / 1 / 1} - days{181}, sys_days{1970y / 1 / 1}, false},  // before the epoch too
        {sys_days{1970y / 1 / 1} - days{180}, sys_days{1970y / 1 / 1} - 1s, true},
    };
    for (const auto& row : cases) {
        const auto verdict =
            judge({.own = own({Said::yes, Said::nothing, Said::no, Said::yes}, row.at)}, row.asked_at);
        const PurposeSet yes = {location, measurement};
        EXPECT_EQ(verdict.receipt.granted, row.fresh ? yes : nothing) << format_instant(row.at);
        EXPECT_EQ(verdict.receipt.refresh_consent, row.fresh ? nothing : yes) << format_instant(row.at);
    }
}

TEST(Consent, HonoursTheSitesAge) {
    const ConsentSignals consent = {.own = own({Said::yes}, now - days{10})};
    EXPECT_TRUE(judge(consent, now, days{10}).permitted.has(location));
    EXPECT_FALSE(judge(consent, now, days{9}).permitted.has(location));
    EXPECT_TRUE(judge(consent, now, days{390}).permitted.has(location));
    EXPECT_DEATH(ConsentGate(ConsentPolicy{days{391}}), "asked again");
    EXPECT_DEATH(ConsentGate(ConsentPolicy{days{0}}), "asked again");
}

TEST(Consent, ARefusalIsNeverAskedToBeRefreshed) {
    const auto verdict =
        judge({.own = own({Said::no, Said::no, Said::nothing, Said::nothing}, std::nullopt)});
    EXPECT_EQ(verdict.receipt.refresh_consent, nothing);
    EXPECT_EQ(verdict.receipt.changes_at, never_changes);
}

TEST(Consent, AskingAgainIsToldWhateverElseObjects) {
    ConsentSignals consent = {.own =
                                  own({Said::yes, Said::yes, Said::nothing, Said::nothing}, now - days{300})};
    consent.gpc = true;
    EXPECT_EQ(judge(consent).receipt.refresh_consent, (PurposeSet{location, behaviour}));
    consent.unreadable = true;  // but what cannot be read cannot be too old
    EXPECT_EQ(judge(consent).receipt.refresh_consent, nothing);
}

TEST(Consent, AGrantForLessIsAskedForAgainAndNoOther) {
    ConsentSignals consent = {.own = own({Said::yes, Said::no, Said::yes, Said::nothing})};
    const Instant changes_at = judge(consent).receipt.changes_at;
    consent.own->outgrown = {behaviour, history, measurement};
    const auto verdict = judge(consent);
    EXPECT_EQ(verdict.receipt.granted, (PurposeSet{location}));
    EXPECT_EQ(verdict.receipt.refresh_consent, (PurposeSet{history})) << "only what was said yes to";
    EXPECT_EQ(verdict.receipt.changes_at, changes_at) << "no age changes it";
    consent.own->at = now - days{300};
    EXPECT_EQ(judge(consent).receipt.refresh_consent, (PurposeSet{location, history}));
}

TEST(Consent, ATcStringIsNotOutgrown) {
    ConsentSignals consent = all_granted();
    consent.gdpr = Gdpr::yes;
    consent.tc_strings[0] = TcString{.counts = true, .updated_at = now - days{10}, .denied = {history}};
    consent.own->outgrown = asked;
    EXPECT_EQ(judge(consent).receipt.granted, asked.without({history}));
    EXPECT_EQ(judge(consent).receipt.refresh_consent, asked);
    // The record is still one: what needs no grant of its own stays in under GDPR.
    consent.tc_strings[0].reset();
    EXPECT_EQ(judge(consent).permitted, standing);
}

TEST(Consent, ChangesWhenItsAgeDoes) {
    const auto changes_at = [](std::optional<Instant> at, Instant asked_at) {
        return judge({.own = own({Said::yes}, at)}, asked_at).receipt.changes_at;
    };
    const Instant given = sys_days{2026y / 1 / 1} + 9h;
    EXPECT_EQ(changes_at(given, given), sys_days{2026y / 7 / 1});
    EXPECT_EQ(changes_at(given, sys_days{2026y / 6 / 30} + 23h), sys_days{2026y / 7 / 1});
    EXPECT_EQ(changes_at(given, sys_days{2026y / 7 / 1}), never_changes);
    EXPECT_EQ(changes_at(given, given - days{2}), given - days{1});
    EXPECT_EQ(changes_at(given, given - days{1}), sys_days{2026y / 7 / 1});
    EXPECT_EQ(changes_at(std::nullopt, given), never_changes);
    EXPECT_EQ(changes_at(never_changes, never_changes), never_changes);
    // Where nobody said yes, age changes nothing.
    EXPECT_EQ(judge({.own = own({Said::no}, given)}, given).receipt.changes_at, never_changes);
    ConsentSignals consent = {.own = own({Said::yes}, given)};
    consent.unreadable = true;
    EXPECT_EQ(judge(consent, given).receipt.changes_at, never_changes);
}

// The receipt is the same from `now` up to, not including, the moment it names, and another from there on.
TEST(Consent, TheMomentOfChangeIsExact) {
    for (int ahead = -400; ahead <= 400; ahead += 7) {
        const ConsentSignals consent = {.own = own({Said::yes}, now + ahead * days{1} + 1h)};
        const auto before = judge(consent);
        if (before.receipt.changes_at == never_changes) { continue; }
        EXPECT_GT(before.receipt.changes_at, now);
        EXPECT_EQ(judge(consent, before.receipt.changes_at - 1s).permitted, before.permitted);
        EXPECT_NE(judge(consent, before.receipt.changes_at).permitted, before.permitted);
    }
}

class ContextTest : public testing::Test {
  protected:
    void SetUp() override {
        signals.start(vocabulary);
        for (SignalId id = 0; id < vocabulary.size(); ++id) {
            const Signal& signal = vocabulary[id];
            if (signal.group == Group::time) { continue; }
            if (signal.type == SignalType::boolean) {
                signals.offer(id, true);
            } else if (signal.type == SignalType::set) {
                signals.offer(id, std::span(members));
            } else if (signal.is_number()) {
                signals.offer(id, 5.0);
            } else {
                signals.offer(id, text_of(signal));
            }
            ASSERT_TRUE(signals.has(id)) << signal.name;
        }
    }
    static std::string_view text_of(const Signal& signal) {
        switch (signal.values_are) {
            case Values::listed: return signal.values[0];
            case Values::countries: return "DE";
            case Values::regions: return "DE-BE";
            case Values::open: break;
        }
        return "/a";
    }
    std::vector<SignalId> known(const ConsentSignals& consent) const {
        const Context context = gate.admit(signals, consent, now, std::nullopt);
        std::vector<SignalId> ids;
        for (SignalId id = 0; id < vocabulary.size(); ++id) {
            if (context.knows(id)) { ids.push_back(id); }
            EXPECT_EQ(context.withheld(id), signals.has(id) && !context.knows(id));
        }
        return ids;
    }

    const std::vector<std::string_view> members = {"a"};
    Vocabulary vocabulary;
    Signals signals;
    ConsentGate gate{ConsentPolicy{}};
};

TEST_F(ContextTest, KnowsWhatItsGroupsPurposeAllows) {
    using namespace engine::signals;
    EXPECT_EQ(known(all_granted()).size(), static_cast<std::size_t>(engine::signals::count) - 4);
    EXPECT_EQ(known({}).back(), device_browser);
    ConsentSignals unreadable = all_granted();
    unreadable.unreadable = true;
    EXPECT_EQ(known(unreadable).back(), page_referrer);
    ConsentSignals child = all_granted();
    child.child = true;
    EXPECT_EQ(known(child).back(), location_country);
    EXPECT_EQ(known({.own = own({Said::nothing, Said::yes})}).back(), behaviour_searches);
    EXPECT_EQ(known({.own = own({Said::nothing, Said::nothing, Said::yes})}).back(), behaviour_subscriber);
}

TEST_F(ContextTest, OnlyEverKnowsLessWhenSomethingIsDenied) {
    std::vector<ConsentSignals> states = {all_granted(), {}};
    for (const Objection& objection : objections) {
        ConsentSignals consent = all_granted();
        objection.raise(consent);
        states.push_back(consent);
    }
    for (const ConsentSignals& state : states) {
        const auto before = known(state);
        for (const Objection& objection : objections) {
            ConsentSignals denied = state;
            objection.raise(denied);
            const auto after = known(denied);
            EXPECT_TRUE(std::includes(before.begin(), before.end(), after.begin(), after.end()))
                << objection.name;
        }
    }
}

TEST_F(ContextTest, OnlyEverKnowsLessWhenLessArrives) {
    Signals fewer;
    fewer.start(vocabulary);
    fewer.offer(engine::signals::page_section, "sport");
    const Context context = gate.admit(fewer, all_granted(), now, std::nullopt);
    for (SignalId id = 0; id < vocabulary.size(); ++id) {
        EXPECT_EQ(context.knows(id), id == engine::signals::page_section);
        EXPECT_FALSE(context.withheld(id));
    }
}

TEST_F(ContextTest, WhatIsWithheldCannotBeRead) {
    const Context context = gate.admit(signals, {}, now, Offset{1h});
    EXPECT_EQ(context.text(engine::signals::page_section), "/a");
    EXPECT_EQ(context.text(engine::signals::location_country), "");
    EXPECT_EQ(context.number(engine::signals::behaviour_cart_value), 0);
    EXPECT_TRUE(context.members(engine::signals::behaviour_topics).empty());
    EXPECT_EQ(context.utc_offset(), Offset{1h});
    EXPECT_EQ(context.now(), now);
}

TEST_F(ContextTest, ADeclaredSignalNeedsEachOfItsPurposes) {
    Signal store;
    store.name = "location.store";
    store.group = Group::location;
    store.needs = needs_of(Group::location, behaviour);
    const SignalId id = vocabulary.declare(store);
    signals.start(vocabulary);
    signals.offer(id, "Altona");
    const auto knows = [&](std::array<Said, 4> said) {
        return gate.admit(signals, {.own = own(said)}, now, std::nullopt).knows(id);
    };
    EXPECT_TRUE(knows({Said::yes, Said::yes}));
    EXPECT_FALSE(knows({Said::yes, Said::nothing}));
    EXPECT_FALSE(knows({Said::nothing, Said::yes}));
}

}  // namespace
}  // namespace passerby::engine
