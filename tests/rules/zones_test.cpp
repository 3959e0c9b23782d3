#include "rules/zones.hpp"

#include <gtest/gtest.h>

#include "rules/posix_zone.hpp"

namespace passerby::rules {
namespace {

using std::chrono::minutes;
using std::chrono::year;

engine::Instant utc(std::chrono::year_month_day day, minutes clock = minutes{0}) {
    return engine::Instant{std::chrono::sys_days{day}} + clock;
}

minutes offset(std::string_view zone, engine::Instant at) {
    const auto found = find_zone(zone);
    EXPECT_TRUE(found) << zone;
    return std::chrono::duration_cast<minutes>(found ? found->offset_at(at) : engine::Offset{});
}

TEST(Zones, know_summer_and_winter) {
    EXPECT_EQ(offset("Europe/Berlin", utc(year(2026) / 1 / 15)), minutes{60});
    EXPECT_EQ(offset("Europe/Berlin", utc(year(2026) / 7 / 15)), minutes{120});
    EXPECT_EQ(offset("America/New_York", utc(year(2026) / 7 / 15)), minutes{-240});
    EXPECT_EQ(offset("Asia/Kolkata", utc(year(2026) / 7 / 15)), minutes{330});
    EXPECT_EQ(offset("UTC", utc(year(2026) / 7 / 15)), minutes{0});
    EXPECT_EQ(offset("Etc/GMT+5", utc(year(2026) / 7 / 15)), minutes{-300});
}

TEST(Zones, change_their_clocks_at_the_very_second) {
    const engine::Instant spring = utc(year(2026) / 3 / 29, minutes{60});
    EXPECT_EQ(offset("Europe/Berlin", spring - std::chrono::seconds{1}), minutes{60});
    EXPECT_EQ(offset("Europe/Berlin", spring), minutes{120});
    EXPECT_EQ(find_zone("Europe/Berlin")->next_change(spring), utc(year(2026) / 10 / 25, minutes{60}));
}

// The lists in the zone files end in 2037; the rule in their last line goes on.
TEST(Zones, keep_changing_their_clocks_after_2037) {
    EXPECT_EQ(offset("Europe/Berlin", utc(year(2050) / 7 / 15)), minutes{120});
    EXPECT_EQ(offset("Europe/Berlin", utc(year(2050) / 1 / 15)), minutes{60});
    EXPECT_EQ(find_zone("Europe/Berlin")->next_change(utc(year(2050) / 1 / 15)),
              utc(year(2050) / 3 / 27, minutes{60}));
    EXPECT_EQ(offset("America/New_York", utc(year(2050) / 7 / 15)), minutes{-240});
    EXPECT_EQ(offset("America/New_York", utc(year(2050) / 12 / 15)), minutes{-300});
    EXPECT_EQ(offset("Australia/Lord_Howe", utc(year(2050) / 1 / 15)), minutes{660});
    EXPECT_EQ(offset("Australia/Lord_Howe", utc(year(2050) / 7 / 15)), minutes{630});
    EXPECT_EQ(offset("Asia/Kolkata", utc(year(2050) / 7 / 15)), minutes{330});
    EXPECT_EQ(offset("Europe/Dublin", utc(year(2050) / 7 / 15)), minutes{60});
    EXPECT_EQ(offset("Europe/Dublin", utc(year(2050) / 1 / 15)), minutes{0});
    EXPECT_EQ(offset("UTC", utc(year(2050) / 7 / 15)), minutes{0});
    EXPECT_TRUE(find_zone("Africa/Casablanca"));
}

TEST(Zones, are_found_by_their_names_only) {
    for (const char* name : {"", "Nowhere", "europe/berlin", "../../etc/passwd", "Europe/../Europe/Berlin",
                             "/etc/passwd", "Europe", "Europe/", "Europe//Berlin", "zone.tab", "tzdata.zi",
                             "right/UTC", "posix/UTC", "localtime", "+01:00", "./UTC"}) {
        EXPECT_FALSE(find_zone(name)) << name;
    }
    EXPECT_FALSE(find_zone(std::string("UTC\0", 4)));
    EXPECT_FALSE(find_zone(std::string(10'000, 'A')));
}

TEST(Zones, are_guessed_from_slips_and_cities) {
    EXPECT_EQ(nearest_zone_name("Europe/Berln"), "Europe/Berlin");
    EXPECT_EQ(nearest_zone_name("europe/vienna"), "Europe/Vienna");
    EXPECT_EQ(nearest_zone_name("New York"), "America/New_York");
    EXPECT_EQ(nearest_zone_name("Middle Earth"), "");
}

TEST(PosixZone, reads_every_form_of_rule) {
    const auto first = [](std::string_view rule) {
        const auto changes = changes_by_rule(rule, 2050, 2050);
        EXPECT_TRUE(changes && changes->size() == 2) << rule;
        return changes && !changes->empty() ? changes->front() : engine::Zone::Change{};
    };
    EXPECT_EQ(first("CET-1CEST,M3.5.0,M10.5.0/3").at, utc(year(2050) / 3 / 27, minutes{60}));
    EXPECT_EQ(first("CET-1CEST,M3.5.0,M10.5.0/3").offset, minutes{120});
    EXPECT_EQ(first("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0").at, utc(year(2050) / 4 / 2, minutes{15 * 60}));
    EXPECT_EQ(first("EET-2EEST,M3.4.4/50,M10.4.4/50").at, utc(year(2050) / 3 / 26, minutes{0}));
    EXPECT_EQ(first("<-02>2<-01>,M3.5.0/-1,M10.5.0/0").at, utc(year(2050) / 3 / 27, minutes{60}));
    EXPECT_EQ(first("AAA3BBB,J60/0,J300/0").at, utc(year(2050) / 3 / 1, minutes{180}));
    EXPECT_EQ(first("AAA3BBB,59/0,300/0").at, utc(year(2050) / 3 / 1, minutes{180}));
    // In a leap year J60 is still 1 March, and 59 is 29 February.
    EXPECT_EQ(changes_by_rule("AAA0BBB,J60/0,J300/0", 2052, 2052)->front().at, utc(year(2052) / 3 / 1));
    EXPECT_EQ(changes_by_rule("AAA0BBB,59/0,300/0", 2052, 2052)->front().at, utc(year(2052) / 2 / 29));
    EXPECT_TRUE(changes_by_rule("IST-5:30", 2050, 2060)->empty());
    for (const char* broken :
         {"", "CET", "CET-1CEST", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0",
          "CET-1CEST,M3.5.0,M10.5.0,", "<CET-1", "CET-200", "CET-1CEST,M3.5,M10.5.0", "CET-1CEST,J400,J2"}) {
        EXPECT_FALSE(changes_by_rule(broken, 2050, 2050)) << broken;
    }
}

}  // namespace
}  // namespace passerby::rules
