// Wall clocks over hours that are skipped and repeated, at the edges and far from them.
#include "engine/zone.hpp"

#include <gtest/gtest.h>

namespace passerby::engine {
namespace {

using namespace std::chrono_literals;
using std::chrono::local_days;
using std::chrono::sys_days;

constexpr Instant spring = sys_days{2026y / 3 / 29} + 1h;   // 02:00 becomes 03:00
constexpr Instant autumn = sys_days{2026y / 10 / 25} + 1h;  // 03:00 becomes 02:00
const Zone berlin("Europe/Berlin", 1h, {{spring, 2h}, {autumn, 1h}});

TEST(Zone, HasItsOffsetsFromTheirInstantsOn) {
    EXPECT_EQ(berlin.offset_at(Instant::min()), 1h);
    EXPECT_EQ(berlin.offset_at(spring - 1s), 1h);
    EXPECT_EQ(berlin.offset_at(spring), 2h);
    EXPECT_EQ(berlin.offset_at(autumn - 1s), 2h);
    EXPECT_EQ(berlin.offset_at(autumn), 1h);
    EXPECT_EQ(berlin.offset_at(sys_days{9999y / 12 / 31}), 1h);
    EXPECT_EQ(berlin.name(), "Europe/Berlin");
}

TEST(Zone, ReadsTheWallClock) {
    EXPECT_EQ(berlin.local(spring - 1s), local_days{2026y / 3 / 29} + 1h + 59min + 59s);
    EXPECT_EQ(berlin.local(spring), local_days{2026y / 3 / 29} + 3h);
    EXPECT_EQ(berlin.local(autumn - 1s), local_days{2026y / 10 / 25} + 2h + 59min + 59s);
    EXPECT_EQ(berlin.local(autumn), local_days{2026y / 10 / 25} + 2h);
}

TEST(Zone, FindsTheNextChange) {
    EXPECT_EQ(berlin.next_change(sys_days{1900y / 1 / 1}), spring);
    EXPECT_EQ(berlin.next_change(spring - 1s), spring);
    EXPECT_EQ(berlin.next_change(spring), autumn);
    EXPECT_EQ(berlin.next_change(autumn - 1s), autumn);
    EXPECT_EQ(berlin.next_change(autumn), never_changes);
    EXPECT_EQ(Zone().next_change(Instant{}), never_changes);
}

// The oracle: the list, from its beginning.
TEST(Zone, LooksUpWhatTheListSays) {
    // Long before the table, several in one quarter, one at a quarter's very edge, and past the table's end.
    const std::vector<Zone::Change> changes = {{Instant{-(std::int64_t{1} << 40) * 1s}, 1h},
                                               {sys_days{1916y / 5 / 1}, 2h},
                                               {Instant{-1s}, 3h},
                                               {Instant{0s}, 4h},
                                               {sys_days{2026y / 3 / 1}, 5h},
                                               {sys_days{2026y / 3 / 2}, 6h},
                                               {sys_days{2026y / 3 / 3}, 7h},
                                               {Instant{(std::int64_t{400} << 23) * 1s}, 8h},
                                               {sys_days{5000y / 1 / 1}, 9h}};
    const Zone zone("odd", 0s, changes);
    for (const Zone::Change& edge : changes) {
        for (const auto away : {-200 * 24h, -50 * 24h, -24h, 0h, 24h, 50 * 24h, 200 * 24h}) {
            for (const auto second : {-1s, 0s, 1s}) {
                const Instant at = edge.at + away + second;
                Zone::Span expected{0s, never_changes};
                for (const Zone::Change& change : changes) {
                    if (change.at <= at) { expected.offset = change.offset; }
                    if (change.at > at) {
                        expected.until = change.at;
                        break;
                    }
                }
                EXPECT_EQ(zone.span_at(at).offset, expected.offset) << format_instant(at);
                EXPECT_EQ(zone.span_at(at).until, expected.until) << format_instant(at);
            }
        }
    }
}

TEST(Zone, FindsTheFirstInstantOfAWallClock) {
    const auto march = local_days{2026y / 3 / 29}, october = local_days{2026y / 10 / 25};
    struct {
        LocalTime local;
        Instant expected;
    } const cases[] = {
        {march + 1h + 59min + 59s, spring - 1s},
        {march + 2h, spring},  // skipped: the moment of the skip
        {march + 2h + 30min, spring},
        {march + 2h + 59min + 59s, spring},
        {march + 3h, spring},
        {march + 3h + 1s, spring + 1s},
        {october + 1h + 59min + 59s, autumn - 1h - 1s},
        {october + 2h, autumn - 1h},  // repeated: the first round
        {october + 2h + 59min + 59s, autumn - 1s},
        {october + 3h, autumn + 1h},
        {local_days{1970y / 1 / 1}, sys_days{1969y / 12 / 31} + 23h},  // before the first change
        {local_days{2500y / 7 / 1}, sys_days{2500y / 6 / 30} + 23h},   // long after the last
        {local_days{1y / 1 / 1}, beginning - 1h},
    };
    for (const auto& row : cases) {
        EXPECT_EQ(berlin.first_instant(row.local), row.expected) << format_instant(row.expected);
    }
}

TEST(Zone, UtcIsItself) {
    const Zone utc;
    EXPECT_EQ(utc.name(), "UTC");
    EXPECT_EQ(utc.offset_at(spring), 0s);
    EXPECT_EQ(utc.first_instant(LocalTime{5s}), Instant{5s});
}

// A whole day that never was (Samoa, 30 December 2011), and one that was twice (Kwajalein the other way).
TEST(Zone, CanSkipAndRepeatWholeDays) {
    const Instant skip = sys_days{2011y / 12 / 30} + 10h;
    const Zone apia("Pacific/Apia", -10h, {{skip, 14h}});
    EXPECT_EQ(apia.local(skip - 1s), local_days{2011y / 12 / 29} + 23h + 59min + 59s);
    EXPECT_EQ(apia.local(skip), local_days{2011y / 12 / 31});
    EXPECT_EQ(apia.first_instant(local_days{2011y / 12 / 30}), skip);
    EXPECT_EQ(apia.first_instant(local_days{2011y / 12 / 30} + 12h), skip);
    EXPECT_EQ(apia.first_instant(local_days{2011y / 12 / 31}), skip);

    const Instant back = sys_days{1969y / 9 / 30} + 13h;
    const Zone kwajalein("Pacific/Kwajalein", 11h, {{back, -12h}});
    EXPECT_EQ(kwajalein.first_instant(local_days{1969y / 9 / 30} + 12h), sys_days{1969y / 9 / 30} + 1h);
    EXPECT_EQ(kwajalein.first_instant(local_days{1969y / 10 / 1}), sys_days{1969y / 10 / 1} + 12h);
}

// The oracle: the first second, by trying them, whose wall clock reads that or later.
TEST(Zone, AgreesWithTryingEverySecond) {
    const Instant start = sys_days{2026y / 1 / 1};
    // Changes close together, forth and back, as politics has had it.
    const Zone odd("odd", 0s,
                   {{start + 40h, 90min}, {start + 41h, -30min}, {start + 43h, 14h}, {start + 70h, 0s}});
    Instant tried = start;
    for (LocalTime local{start.time_since_epoch()}; local < LocalTime{(start + 120h).time_since_epoch()};
         local += 97s) {
        // The answer ascends with the question, but steps back where the clock did: begin anew each time.
        for (tried = start; odd.local(tried) < local; tried += 1s) {
            const Instant change = odd.next_change(tried);
            const auto lacking = local - odd.local(tried);
            tried = std::min(change, tried + lacking) - 1s;  // nothing happens before either
        }
        ASSERT_EQ(odd.first_instant(local), tried) << format_instant(tried);
    }
}

TEST(Zone, AsksForAscendingChanges) {
    EXPECT_DEATH(Zone("x", 0s, {{autumn, 1h}, {spring, 2h}}), "ascend");
}

}  // namespace
}  // namespace passerby::engine
