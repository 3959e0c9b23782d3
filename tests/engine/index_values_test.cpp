// Sets that strain how values fall into buckets: too many of them, of sets, barred, cut finely, read whole.
#include "tests/engine/index_set.hpp"

namespace passerby::engine::testing {
namespace {

std::vector<double> near(const std::vector<double>& cuts) {
    std::vector<double> values{-1e15, -1e6, 0, 1e6, 1e15};
    for (const double cut : cuts) {
        values.insert(values.end(), {cut, std::nextafter(cut, -infinity), std::nextafter(cut, infinity),
                                     std::floor(cut), std::ceil(cut), cut - 1, cut + 1});
    }
    return values;
}

TEST(IndexValues, TenThousandValuesOnOneSignal) {
    for (const SignalId signal : {signals::page_section, signals::page_topics}) {
        IndexSet index;
        const auto values = named("v", 10'000);
        for (std::size_t i = 0; i < values.size(); ++i) {
            index.rule(is(signal, {values[i]}), static_cast<std::int32_t>(i % 100));
        }
        index.rule(is(signal, values));
        index.rule(is_not(signal, values));
        index.rule(is_not(signal, {values[0], values[9'999]}));
        Moments moments{Dice(signal)};
        moments.texts(signal, values);
        expect_agreement(index.set(), moments, 30);
    }
}

// A rule on the first values makes the later ones numbers that do not fit 16 bits.
TEST(IndexValues, MoreValuesThanSixteenBitsCount) {
    for (const SignalId signal : {signals::page_section, signals::page_topics}) {
        IndexSet index;
        const auto values = named("v", 66'100);
        index.rule(is(signal, values));
        index.rule(is_not(signal, values));
        const auto late = [&](int i) { return values[static_cast<std::size_t>(65'500 + i)]; };
        // What such a number would be, were it cut to 16 bits.
        const auto cut = [&](int i) { return values[static_cast<std::size_t>((65'500 + i) % 65'536)]; };
        for (int i = 0; i < 100; ++i) {
            const Condition hour = outside(signals::time_hour, i % 20, i % 20);
            index.rule(all({hour, is(signal, {late(i)})}), i % 3);
            index.rule(all({hour, is(signal, {late(i), cut(i + 1)})}), i % 3);
            index.rule(all({hour, is_not(signal, {late(i)})}), i % 3);
            index.rule(all({hour, is_not(signal, {late(i), cut(i + 1), values[7]})}), i % 3);
        }
        Moments moments{Dice(signal)};
        std::vector<std::string> asked;
        for (int i = 0; i < 110; ++i) { asked.insert(asked.end(), {late(i), cut(i)}); }
        moments.texts(signal, asked);
        expect_agreement(index.set(), moments, 150);
    }
}

TEST(IndexValues, SeveralTestsOfOneSignal) {
    IndexSet index;
    const auto s = [](int i) { return "s" + std::to_string(i); };
    for (int i = 0; i < 400; ++i) {
        const SignalId signal = i % 2 == 0 ? signals::page_section : signals::page_topics;
        const int a = i % 90, b = i % 37, c = i % 11;
        index.rule(all({is(signal, {s(a), s(b), s(c)}), is_not(signal, {s(b), s(a + 1)})}), i % 3);
        index.rule(both(is(signal, {s(a), s(b), s(c)}), is_not(signal, {s(b)})), i % 3);
        index.rule(no(both(is(signal, {s(a), s(b)}), is_not(signal, {s(c)}))), i % 3);
        index.rule(all({is(signal, {s(a)}), is(signal, {s(b)}), is(signal, {s(c)})}), i % 3);
        index.rule(all({within(signals::time_hour, i % 24, 23), within(signals::time_hour, 0, i % 24 + 3),
                        outside(signals::time_hour, c, c)}),
                   i % 3);
    }
    Moments moments{Dice(3)};
    moments.texts(signals::page_section, named("s", 92));
    moments.texts(signals::page_topics, named("s", 92));
    expect_agreement(index.set(), moments, 150);
}

TEST(IndexValues, SetsThatMustHoldAllOfSome) {
    for (const std::size_t members : {5u, 59u, 60u, 61u, 200u}) {
        IndexSet index;
        Dice dice(members);
        const auto values = named("t", members);
        for (int i = 0; i < 300; ++i) {
            const auto some = dice.some(values, 1 + dice.below(4));
            index.rule(has_all(signals::page_topics, some), i % 3);
            index.rule(lacks_one(signals::page_topics, some), i % 3);
            index.rule(no(has_all(signals::page_topics, some)), i % 3);
            index.rule(all({has_all(signals::page_topics, some), is_not(signals::page_topics, {values[0]})}),
                       i % 3);
        }
        Moments moments{Dice(members + 1)};
        moments.texts(signals::page_topics, values);
        expect_agreement(index.set(), moments, 80);
    }
}

// Sixteen members have a bar of their own; who shares one must be checked.
TEST(IndexValues, SetsThatMustHoldNoneOfSome) {
    for (const std::size_t members : {1u, 15u, 16u, 17u, 60u, 61u, 300u}) {
        IndexSet index;
        Dice dice(members);
        const auto values = named("t", members);
        for (int i = 0; i < 300; ++i) {
            const auto some = dice.some(values, 1 + dice.below(3));
            index.rule(is_not(signals::page_topics, some), i % 3);
            index.rule(no(is(signals::page_topics, some)), i % 3);
            index.rule(
                all({is_not(signals::page_topics, some), is(signals::page_topics, {dice.pick(values)})}),
                i % 3);
            index.rule(no(is_not(signals::page_topics, some)), i % 3);
        }
        Moments moments{Dice(members + 1)};
        moments.texts(signals::page_topics, values);
        expect_agreement(index.set(), moments, 80);
    }
}

class Cuts : public ::testing::TestWithParam<std::size_t> {};

// A fractional signal, a whole one (at cuts between whole numbers too): ranges open and closed, several,
// negated, of one point; values on the cuts and next to them.
TEST_P(Cuts, NumbersOnCutsAndNextToThem) {
    for (const SignalType type : {SignalType::number, SignalType::integer}) {
        IndexSet index;
        const SignalId signal = declare(index.set(), "page.score", type, 1e15);
        Dice dice(GetParam());
        std::vector<double> cuts;
        for (std::size_t i = 0; i < GetParam(); ++i) { cuts.push_back(static_cast<double>(i) * 2.5 - 100); }
        for (std::size_t i = 0; i < (GetParam() > 100 ? 300u : 100u); ++i) {
            auto ends = dice.some(cuts, 4);
            std::sort(ends.begin(), ends.end());
            const double min = ends.front(), max = ends.back();
            const auto priority = static_cast<std::int32_t>(i % 3);
            index.rule(within(signal, min, infinity), priority);
            index.rule(within(signal, -infinity, max), priority);
            index.rule(within(signal, min, min), priority);
            index.rule(within(signal, -infinity, infinity), priority);
            index.rule(outside(signal, min, max), priority);
            index.rule(no(within(signal, min, infinity)), priority);
            if (ends.size() < 4) { continue; }
            index.rule(within_one(signal, {{-infinity, ends[0]}, {ends[1], ends[2]}, {ends[3], infinity}}),
                       priority);
            index.rule(all({within(signal, ends[0], ends[2]), outside(signal, ends[1], ends[3])}), priority);
            index.rule(within_one(signal, {{-infinity, ends[0]}, {ends[3], infinity}}), priority);
            index.rule(both(within_one(signal, {{ends[0], ends[1]}, {ends[2], ends[3]}}),
                            outside(signal, ends[1], ends[2])),
                       priority);
        }
        Moments moments{Dice(GetParam() + 1)};
        moments.numbers(signal, near(cuts));
        expect_agreement(index.set(), moments, GetParam() > 100 ? 40 : 100);
    }
}

// Each cut is two places where a test may change its mind: 31 make 62 lanes, as many as there may be.
INSTANTIATE_TEST_SUITE_P(IndexValues, Cuts, ::testing::Values(1, 2, 23, 30, 31, 32, 46, 62, 63, 1'000));

// Exactly so many cuts: rules of one open end make one each.
TEST(IndexValues, AsManyCutsAsThereAreLanesAndOneMore) {
    for (const std::size_t count : {1u, 46u, 47u, 61u, 62u, 63u, 64u, 1'000u}) {
        IndexSet index;
        const SignalId signal = declare(index.set(), "page.score", SignalType::number, 1e15);
        std::vector<double> cuts;
        for (std::size_t i = 0; i + 1 < count; ++i) { cuts.push_back(static_cast<double>(i) / 3); }
        for (const double cut : cuts) {
            index.rule(within(signal, cut, infinity));
            index.rule(all({within(signal, cut, infinity), is(signals::page_section, {"s1", "s2"})}), 1);
        }
        index.rule(within(signal, 0, infinity));
        Moments moments{Dice(count)};
        moments.numbers(signal, near(cuts));
        moments.texts(signals::page_section, named("s", 3));
        expect_agreement(index.set(), moments, 60);
    }
}

// More cuts than ranks can tell apart.
TEST(IndexValues, SeventyThousandCuts) {
    IndexSet index;
    const SignalId signal = declare(index.set(), "page.score", SignalType::number, 1e15);
    std::vector<Interval> intervals;
    for (int i = 0; i < 35'000; ++i) { intervals.push_back({i * 2.0, i * 2.0 + 0.5}); }
    index.rule(within_one(signal, intervals));
    index.rule(no(within_one(signal, intervals)));
    std::vector<double> cuts;
    for (int i = 0; i < 150; ++i) {
        const double at = i * 466.0;
        index.rule(within(signal, at, at + i), i % 3);
        index.rule(outside(signal, at, at + 1'000), i % 3);
        cuts.insert(cuts.end(), {at, at + 0.5, at + i});
    }
    Moments moments{Dice(70)};
    moments.numbers(signal, near(cuts));
    expect_agreement(index.set(), moments, 200);
}

TEST(IndexValues, PrefixesAndGlobsBesideValues) {
    IndexSet index;
    Dice dice(8);
    const auto paths = named("/shop/S", 90);
    for (int i = 0; i < 300; ++i) {
        const SignalId signal = i % 3 == 0 ? signals::page_section : signals::page_path;
        const auto path = dice.pick(paths), part = path.substr(0, 6 + dice.below(4));
        index.rule(prefix(signal, {part, "/none"}), i % 3);
        index.rule(no(prefix(signal, {part})), i % 3);
        index.rule(glob(signal, {"*" + path.substr(5), part + "?"}), i % 3);
        index.rule(is(signal, {path}), i % 3);
        index.rule(both(is_not(signal, {path}), prefix(signal, {part})), i % 3);
        index.rule(any({glob(signal, {part + "*"}), is(signal, {dice.pick(paths)})}), i % 3);
    }
    Moments moments{Dice(9)};
    auto said = paths;
    for (const std::string& path : paths) { said.push_back(path + "0"); }
    for (const std::string& path : paths) { said.push_back("/SHOP" + path.substr(5)); }
    moments.texts(signals::page_section, said);
    moments.texts(signals::page_path, said);
    expect_agreement(index.set(), moments, 100);
}

// Lists of values that do not stand one by one in clusters, and on no card.
TEST(IndexValues, ListsOfEveryLength) {
    IndexSet index;
    Dice dice(10);
    const auto values = named("v", 600);
    for (const std::size_t length : {1u, 2u, 3u, 15u, 16u, 17u, 254u, 255u, 256u, 600u}) {
        for (int i = 0; i < 12; ++i) {
            const SignalId signal = i % 2 == 0 ? signals::page_section : signals::page_topics;
            const auto list = dice.some(values, length);
            index.rule(is(signal, list), i % 3);
            index.rule(is_not(signal, list), i % 3);
            index.rule(all({is(signal, list), within(signals::time_hour, i, i + 8)}), i % 3);
        }
    }
    Moments moments{Dice(11)};
    moments.texts(signals::page_section, values);
    moments.texts(signals::page_topics, values);
    expect_agreement(index.set(), moments, 200);
}

// Of a closed list what is asked, what is in it, and what it is called at the request.
TEST(IndexValues, ValuesOfClosedLists) {
    IndexSet index;
    const std::vector<std::string> devices{"desktop", "phone", "tablet", "tv", "console", "bot", "other"};
    const std::vector<std::string> countries{"DE", "at", "CH", "FR", "it", "JP"};
    for (std::size_t i = 0; i < 200; ++i) {
        index.rule(all({is(signals::device_type, {devices[i % 5]}),
                        is_not(signals::location_country, {countries[i % 6]})}));
        index.rule(all({is_not(signals::device_type, {devices[i % 7]}),
                        is(signals::location_country, {countries[i % 4]})}),
                   1);
    }
    Moments moments{Dice(12)};
    moments.texts(signals::device_type,
                  {"desktop", "PHONE", "Tablet", "tv", "console", "bot", "other", "~other"});
    moments.texts(signals::location_country, {"de", "AT", "ch", "fr", "IT", "jp", "US", "~other"});
    expect_agreement(index.set(), moments, 200);
}

}  // namespace
}  // namespace passerby::engine::testing
