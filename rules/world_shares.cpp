#include "rules/world_shares.hpp"

#include <vector>

namespace passerby::rules {

namespace {

using namespace engine::signals;

constexpr WorldShare shares[] = {
    // StatCounter Global Stats, platforms worldwide, which counts these three: August 2020
    // (50.13, 47.06, 2.81 %),
    // December 2021 (56.4, 41.9, 1.7 %) and April 2022 (58, 39, 2.5 %, as in Wikipedia, "Usage share of
    // operating
    // systems", revision 1109143254). Half of a last digit wider. Of other devices nothing is known.
    {device_type, "phone", {.5013, .58, .585}},
    {device_type, "desktop", {.385, .39, .4706}},
    {device_type, "tablet", {.0165, .025, .0281}},
    // StatCounter Global Stats, operating systems of all platforms worldwide, as in the same article: April
    // 2022
    // (43, 30, 17, 6 %, Linux 0.98 %), 2024 (38, 31, 17, 9.4 %, ChromeOS 1.7 %, Linux 1.4 %) and February
    // 2025
    // (46, 25, 18, 6 %). Half of a last digit wider.
    {device_os, "android", {.375, .46, .465}},
    {device_os, "windows", {.245, .25, .315}},
    {device_os, "ios", {.165, .18, .185}},
    {device_os, "macos", {.055, .06, .095}},
    {device_os, "chromeos", {.0165, .017, .0175}},
    {device_os, "linux", {.0097, .014, .0145}},
    // StatCounter Global Stats, browsers of all platforms worldwide, as caniuse-lite 1.0.30001826 (11
    // November
    // 2026, CC BY 4.0) sums them up over their versions; the 2.4 % that it attributes to none may be
    // anybody's.
    {device_browser, "chrome", {.6898, .6898, .714}},
    {device_browser, "safari", {.1614, .1614, .186}},
    {device_browser, "edge", {.0505, .0505, .075}},
    {device_browser, "firefox", {.025, .025, .05}},
    {device_browser, "opera", {.0208, .0208, .0455}},
    {device_browser, "samsung", {.0194, .0194, .044}},
    {device_browser, "other", {.0086, .033, .033}},
};

struct InternetUsers {
    std::string_view country;
    double least, most;  // people
};
#include "rules/internet_users_table.inc"

std::vector<WorldShare> from_internet_users() {
    std::vector<WorldShare> out;
    for (const InternetUsers& each : internet_users) {
        const double most = each.most / internet_users_of_all;
        out.push_back({location_country, each.country, {each.least / internet_users_of_all, most, most}});
    }
    return out;
}

}  // namespace

std::span<const WorldShare> world_shares() {
    return shares;
}

std::span<const WorldShare> world_shares_of_countries() {
    static const std::vector<WorldShare> countries = from_internet_users();
    return countries;
}

}  // namespace passerby::rules
