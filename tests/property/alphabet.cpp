#include "tests/property/alphabet.hpp"

namespace passerby::property {

namespace {

// What YAML would guess to be something else, what folds to something else, and a long word.
const std::vector<std::string> words = {
    "sport", "Sport", "news",   "no",    "on",
    "~",     "007",   "null",   "Ärzte", "ärzte",
    "ΣΟΦΟΣ", "σοφος", "straße", "K",     "\u212A" /* the Kelvin sign folds to k */,
    "a b",   "x/y",   "~other"};
const std::vector<std::string> topics = {"football", "Football", "tennis", "cup", "Wahl", "élan", "ÉLAN"};

reference::Instant utc(int year, unsigned month, unsigned day, int hour) {
    return std::chrono::sys_days{std::chrono::year{year} / std::chrono::month{month} /
                                 std::chrono::day{day}} +
           std::chrono::hours{hour};
}

}  // namespace

const std::vector<Letters>& built_in_letters() {
    static const std::vector<Letters> all = {
        {"page.path", "string", {"/", "/a", "/A", "/a/b", "/a/b.html", "/a/b/c", "/ä", "/a/x"}},
        {"page.section", "string", words},
        {"page.type", "string", {"article", "Article", "home", "list"}},
        {"page.language", "string", {"de", "DE", "en", "fr"}},
        {"page.topics", "set", topics},
        {"page.keywords", "set", words},
        {"page.referrer", "string", {"direct", "search", "Social", "other"}},
        {"device.type", "string", {"phone", "tablet", "Desktop"}},
        {"device.os", "string", {"ios", "android", "other"}},
        {"device.browser", "string", {"chrome", "safari"}},
        {"location.country", "string", {"DE", "de", "AT", "NO", "GB"}},
        {"location.region", "string", {"DE-BE", "de-by", "AT-9"}},
        {"location.city", "string", {"Berlin", "BERLIN", "Zürich", "Wien"}},
        {"behaviour.pages_viewed", "integer", {"0", "1", "2", "3", "5", "8"}},
        {"behaviour.cart_items", "integer", {"0", "1", "2", "1000000000000000"}},
        {"behaviour.minutes_on_site", "number", {"0", "0.5", "1", "1.5", "2e0", "10"}},
        {"behaviour.cart_value", "number", {"0", "0.1", "50", "50.0", "49.99", "1e2", "1E+2"}},
        {"behaviour.sections", "set", words},
        {"behaviour.topics", "set", topics},
        {"behaviour.searches", "set", {"shoes", "red shoes"}},
        {"behaviour.visits", "integer", {"0", "1", "2", "7"}},
        {"behaviour.days_since_purchase", "integer", {"0", "30", "365"}},
        {"behaviour.returning", "boolean", {"true", "false"}},
        {"behaviour.subscriber", "boolean", {"true", "false"}},
    };
    return all;
}

const std::vector<Declarable>& declarable_letters() {
    static const std::vector<Declarable> all = {
        {{"page.author", "string", {"Ann", "ANN", "Bob"}}, "{type: string}"},
        {{"page.rating", "number", {"-1.5", "0", "2.5"}}, "{type: number, min: -2, max: 5}"},
        {{"page.labels", "set", {"new", "hot"}}, "{type: set, values: [new, hot, NOW], purpose: behaviour}"},
        {{"device.beta", "boolean", {"true", "false"}}, "{type: boolean}"},
        {{"location.store", "string", {"north", "South"}},
         "{type: string, values: [north, south], purpose: behaviour}"},
        {{"behaviour.loyalty_tier", "string", {"none", "silver", "Gold"}},
         "{type: string, values: [none, silver, gold]}"},
        {{"behaviour.level", "integer", {"-5", "0", "5"}}, "{type: integer, min: -10, max: 10}"},
        {{"behaviour.answers", "set", {"yes", "NO", "maybe"}}, "{type: set, purpose: history}"},
        {{"behaviour.balance", "number", {"-0.5", "0", "1e3"}}, "{type: number, purpose: location}"},
    };
    return all;
}

const std::vector<std::string>& path_prefixes() {
    static const std::vector<std::string> all = {"/", "/a", "/a/", "/A", "/a/b", "/ä"};
    return all;
}

const std::vector<std::string>& path_globs() {
    static const std::vector<std::string> all = {"/*",    "/**",    "/?",    "/*/b*", "**.html",
                                                 "/a/**", "/a/*/c", "/a**c", "/ä",    "*"};
    return all;
}

const std::vector<std::string>& word_globs() {
    static const std::vector<std::string> all = {"s*", "?", "*O*", "ä*", "n?ws", "**", "*/y", "x?y", "Σ*"};
    return all;
}

const std::vector<Moment>& moments() {
    static const std::vector<Moment> all = {
        {"Europe/Berlin", utc(2026, 3, 29, 1)},        // spring: 02:00 becomes 03:00
        {"Europe/Berlin", utc(2026, 10, 25, 1)},       // autumn: 03:00 becomes 02:00
        {"Europe/Berlin", utc(2027, 1, 1, 0)},         // a week, a year
        {"Europe/Dublin", utc(2026, 10, 25, 1)},       // winter is the exception there
        {"America/New_York", utc(2026, 11, 1, 6)},     //
        {"America/Sao_Paulo", utc(2018, 11, 4, 3)},    // midnight was skipped
        {"Australia/Lord_Howe", utc(2026, 4, 4, 15)},  // half an hour
        {"Asia/Kathmandu", utc(2026, 6, 1, 0)},        // +05:45
        {"Pacific/Apia", utc(2011, 12, 30, 10)},       // a day that never was
        {"Africa/Casablanca", utc(2026, 2, 15, 2)},    // changes around Ramadan
        {"Pacific/Kiritimati", utc(2026, 7, 1, 10)},   // +14
        {"UTC", utc(2028, 2, 29, 12)},                 //
    };
    return all;
}

}  // namespace passerby::property
