// What a grant covers, the version that remembers it, and which grants a later rule set has outgrown.
#include "engine/coverage.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <optional>
#include <set>

#include "engine/rule_reads.hpp"
#include "tests/engine/dice.hpp"
#include "tests/engine/rule_set_builder.hpp"

namespace passerby::engine {
namespace {

using namespace testing;
using enum Purpose;

constexpr PurposeSet everything = {location, behaviour, history, measurement};
constexpr SignalId store = signals::count;

Vocabulary with_declared(int count) {
    Vocabulary vocabulary;
    for (int i = 0; i < count; ++i) {
        Signal signal;
        signal.name = "behaviour.extra_" + std::to_string(i);
        signal.group = Group::behaviour;
        signal.needs = needs_of(Group::behaviour, std::nullopt);
        vocabulary.declare(std::move(signal));
    }
    return vocabulary;
}
Coverage of(std::vector<SignalId> read) {
    static const Vocabulary vocabulary;
    return Coverage(vocabulary, read);
}
Coverage of_first(int declared) {
    std::vector<SignalId> read;
    for (int i = 0; i < declared; ++i) { read.push_back(static_cast<SignalId>(signals::count + i)); }
    return Coverage(with_declared(60), read);
}

// Devices remember these: a change of any of them asks every visitor again.
TEST(Coverage, VersionsNeverChange) {
    EXPECT_EQ(of({}).version(), "1");
    EXPECT_EQ(of({signals::page_path, signals::device_type, signals::time_hour}).version(), "1");
    EXPECT_EQ(of({signals::location_country}).version(), "1.lfNMDPO2U");
    EXPECT_EQ(of({signals::behaviour_visits, signals::location_city, signals::behaviour_cart_value,
                  signals::location_country})
                  .version(),
              "1.lfNMDPO2UgQbr_lfj.bwgVx0J4V.h8du-3lcn");
}

TEST(Coverage, IsTheSameInWhateverOrderItIsRead) {
    EXPECT_EQ(of({signals::location_country, signals::location_city}).version(),
              of({signals::location_city, signals::location_country}).version());
}

TEST(Coverage, TheSameOrLessKeepsEveryGrant) {
    const Coverage more = of({signals::location_country, signals::location_city, signals::behaviour_visits});
    const Coverage less = of({signals::location_city});
    EXPECT_EQ(more.outgrown_since(more.version()), PurposeSet{});
    EXPECT_EQ(less.outgrown_since(more.version()), PurposeSet{});
    EXPECT_EQ(of({}).outgrown_since(more.version()), PurposeSet{});
}

TEST(Coverage, MoreOutgrowsThatPurposeAlone) {
    const Coverage before = of({signals::location_country, signals::behaviour_cart_value});
    const auto outgrown = [&](std::vector<SignalId> now) {
        return of(std::move(now)).outgrown_since(before.version());
    };
    EXPECT_EQ(outgrown({signals::location_country, signals::location_city, signals::behaviour_cart_value}),
              PurposeSet{location});
    EXPECT_EQ(outgrown({signals::location_country, signals::behaviour_topics}), PurposeSet{behaviour});
    EXPECT_EQ(outgrown({signals::behaviour_visits}), PurposeSet{history});
    EXPECT_EQ(outgrown({signals::location_region, signals::behaviour_visits}),
              (PurposeSet{location, history}));
}

TEST(Coverage, ASignalOfTwoPurposesCountsForBoth) {
    Vocabulary vocabulary;
    Signal signal;
    signal.name = "location.store";
    signal.group = Group::location;
    signal.needs = needs_of(Group::location, behaviour);
    vocabulary.declare(std::move(signal));
    const std::vector<SignalId> read = {store};
    EXPECT_EQ(Coverage(vocabulary, read).outgrown_since("1"), (PurposeSet{location, behaviour}));
}

TEST(Coverage, TooManyToListAreComparedAsAWhole) {
    const auto most = static_cast<int>(Coverage::listed_max);
    EXPECT_EQ(of_first(most).version().size(), 1 + 2 + 8 * Coverage::listed_max);
    EXPECT_EQ(of_first(most + 1).version().size(), 1 + 2 + 1 + 8u);
    EXPECT_EQ(of_first(most + 1).outgrown_since(of_first(most + 1).version()), PurposeSet{});
    EXPECT_EQ(of_first(most + 1).outgrown_since(of_first(most).version()), PurposeSet{behaviour});
    EXPECT_EQ(of_first(most).outgrown_since(of_first(most + 1).version()), PurposeSet{behaviour})
        << "nobody can tell, so the visitor is asked";
    EXPECT_EQ(of_first(0).outgrown_since(of_first(most + 1).version()), PurposeSet{});
    // Another purpose that grew beside it changes nothing about it.
    std::vector<SignalId> read = {signals::location_city};
    for (int i = 0; i <= most; ++i) { read.push_back(static_cast<SignalId>(signals::count + i)); }
    EXPECT_EQ(Coverage(with_declared(60), read).outgrown_since(of_first(most + 1).version()),
              PurposeSet{location});
}

TEST(Coverage, WhatIsNoVersionWasGivenForNothing) {
    const Coverage now = of({signals::location_country, signals::behaviour_cart_value});
    const std::string good(now.version());
    const std::string code = good.substr(3, 8);
    const std::string bad[] = {"",
                               "0",
                               "2",
                               "2" + good.substr(1),
                               " " + good,
                               good + " ",
                               good + ".",
                               good + ".h",
                               good + ".hABC",
                               good + ".x" + code,
                               good + ".l" + code,
                               "1.b" + code + ".l" + code,
                               "1l" + code,
                               "1.l" + code + code,
                               "1.lzzzzzzzzAAAAAAAA",
                               "1.l~" + code + code,
                               "1.l~",
                               "1.l",
                               "1.",
                               "1..",
                               "1.lAAAA+AAA",
                               "1.lAAAA AAA",
                               std::string("1.lAAAA\0AAA", 11),
                               "1.l\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF",
                               good + std::string(Coverage::version_bytes_max, 'A'),
                               std::string(60'000, '.')};
    for (const std::string& version : bad) {
        EXPECT_EQ(now.outgrown_since(version), everything) << version.substr(0, 60);
    }
}

TEST(Coverage, AnyPrefixOfAVersionGrantsNoMoreThanTheWhole) {
    const Coverage now = of({signals::location_country, signals::location_city, signals::behaviour_visits});
    const std::string good(now.version());
    for (std::size_t size = 0; size < good.size(); ++size) {
        EXPECT_FALSE(now.outgrown_since(good.substr(0, size)).empty()) << size;
    }
}

// The same comparison, slowly and by its description: parts at dots, codes as a set.
PurposeSet outgrown_by_description(const std::string& now, const std::string& earlier) {
    const auto read = [](const std::string& text) -> std::optional<std::map<char, std::set<std::string>>> {
        if (text.empty() || text.size() > 1024 || text[0] != '1') { return std::nullopt; }
        std::map<char, std::set<std::string>> parts;
        std::string order;
        for (std::size_t at = 1; at < text.size();) {
            if (text[at] != '.') { return std::nullopt; }
            const std::size_t end = std::min(text.find('.', at + 1), text.size());
            const std::string part = text.substr(at + 1, end - at - 1);
            at = end;
            if (part.size() < 2) { return std::nullopt; }
            order += part[0];
            const bool whole = part[1] == '~';
            const std::string codes = part.substr(whole ? 2 : 1);
            if (codes.empty() || codes.size() % 8 != 0 || (whole && codes.size() != 8)) {
                return std::nullopt;
            }
            std::string before;
            for (std::size_t i = 0; i < codes.size(); i += 8) {
                const std::string code = codes.substr(i, 8);
                for (const char c : code) {
                    if (std::isalnum(static_cast<unsigned char>(c)) == 0 && c != '-' && c != '_') {
                        return std::nullopt;
                    }
                }
                if (i > 0 && code <= before) { return std::nullopt; }
                parts[part[0]].insert((whole ? "~" : "") + code);
                before = code;
            }
        }
        const std::string all = "lbhm";
        std::size_t from = 0;
        for (const char letter : order) {
            const std::size_t found = all.find(letter, from);
            if (found == all.npos) { return std::nullopt; }
            from = found + 1;
        }
        return parts;
    };
    const auto then = read(earlier);
    PurposeSet outgrown;
    const std::pair<char, Purpose> letters[] = {
        {'l', location}, {'b', behaviour}, {'h', history}, {'m', measurement}};
    for (const auto& [letter, purpose] : letters) {
        auto needed = (*read(now))[letter];
        for (const std::string& code :
             then ? then->count(letter) > 0 ? then->at(letter) : std::set<std::string>{}
                  : std::set<std::string>{}) {
            needed.erase(code);
        }
        if (!then || !needed.empty()) { outgrown = outgrown.with(purpose); }
    }
    return outgrown;
}

TEST(Coverage, AgreesWithItsDescriptionOnWhateverComes) {
    Dice dice(7);
    const auto below = [&](std::size_t end) { return dice.below(end); };
    const auto some = [&] {
        std::vector<SignalId> read;
        for (SignalId id = signals::location_country; id < signals::count; ++id) {
            if (below(3) == 0) { read.push_back(id); }
        }
        return std::string(of(read).version());
    };
    const std::string letters = "1.lbhm~AZaz09-_ \xff+";
    std::size_t kept = 0;
    for (int i = 0; i < 30'000; ++i) {
        std::vector<SignalId> read;
        for (SignalId id = signals::location_country; id < signals::count; ++id) {
            if (below(4) == 0) { read.push_back(id); }
        }
        const Coverage now = of(read);
        std::string earlier = below(4) == 0 ? std::string(now.version()) : some();
        for (std::size_t change = below(4); change > 0 && !earlier.empty(); --change) {
            const std::size_t at = below(earlier.size());
            switch (below(5)) {
                case 0: earlier[at] = letters[below(letters.size())]; break;
                case 1: earlier.erase(at, 1 + below(10)); break;
                case 2: earlier.insert(at, 1, letters[below(letters.size())]); break;
                case 3: earlier += earlier.substr(at); break;
                default: earlier = earlier.substr(0, at) + some().substr(1); break;
            }
        }
        const PurposeSet told = now.outgrown_since(earlier);
        ASSERT_EQ(told, outgrown_by_description(std::string(now.version()), earlier)) << earlier;
        if (!told.has(location) || !told.has(behaviour)) { ++kept; }
    }
    EXPECT_GT(kept, 3'000u) << "too few were versions to tell anything";
}

std::vector<SignalId> read_by(const RuleSet& set, RuleId rule) {
    const auto index = compile(set);
    RuleReads reads(index->compiled());
    const auto found = reads.of(rule);
    return {found.begin(), found.end()};
}

Condition in_segments(std::vector<SegmentId> segments) {
    Condition condition;
    condition.kind = Condition::Kind::segment;
    condition.segments = std::move(segments);
    return condition;
}

TEST(RuleReads, AreOfTheConditionItsSegmentsAndItsSlots) {
    SetBuilder builder;
    builder.hero().when = no(is(signals::page_section, {"crisis"}));
    builder.set().segments.push_back({"inner", is(signals::location_city, {"Bern"}), {}});
    builder.set().segments.push_back(
        {"outer", any({in_segments({0}), within(signals::behaviour_visits, 2, 9)}), {}});
    builder.rule("plain", is(signals::device_type, {"phone"}), {{"a", 1}});
    builder.rule("deep", all({in_segments({1}), in_segments({0}), no(is(signals::location_country, {"CH"}))}),
                 {{"a", 1}});
    builder.set().rules.push_back(builder.set().rules.front());
    builder.set().rules.back().id = "off";
    builder.set().rules.back().enabled = false;
    EXPECT_EQ(read_by(builder.set(), 0),
              (std::vector<SignalId>{signals::page_section, signals::device_type}));
    EXPECT_EQ(read_by(builder.set(), 1),
              (std::vector<SignalId>{signals::page_section, signals::location_country, signals::location_city,
                                     signals::behaviour_visits}));
    EXPECT_TRUE(read_by(builder.set(), 2).empty());
}

TEST(RuleReads, CountTheLanguageThatASentenceIsChosenBy) {
    SetBuilder builder;
    builder.rule("told", {}, {{"a", 1}});
    builder.set().rules.back().why = {{"", "For everybody."}};
    EXPECT_TRUE(read_by(builder.set(), 0).empty());
    builder.set().rules.back().why = {{"en", "For you."}, {"de", "Für Sie."}};
    EXPECT_EQ(read_by(builder.set(), 0), (std::vector<SignalId>{signals::page_language}));
}

TEST(RuleReads, OnlyEnabledRulesMakeTheVersion) {
    SetBuilder builder;
    builder.rule("near", is(signals::location_city, {"Bern"}), {{"a", 1}});
    builder.rule("rich", within(signals::behaviour_cart_value, 50, 1e9), {{"a", 1}});
    EXPECT_EQ(builder.compile()->coverage().version(),
              of({signals::location_city, signals::behaviour_cart_value}).version());
    builder.set().rules.back().enabled = false;
    EXPECT_EQ(builder.compile()->coverage().version(), of({signals::location_city}).version());
}

}  // namespace
}  // namespace passerby::engine
