// Names that would identify a person: the word lists and the steps that vocabulary.hpp describes.
#include <algorithm>
#include <iterator>
#include <span>
#include <vector>

#include "engine/vocabulary.hpp"

namespace passerby::engine {

namespace {

using Word = std::string_view;
using Words = std::vector<Word>;

// Who the thing may belong to.
constexpr Word people[] = {
    "account",  "applicant", "buyer",      "caller",   "cardholder", "child",   "client",  "consumer",
    "contact",  "customer",  "driver",     "employee", "friend",     "guest",   "holder",  "household",
    "login",    "member",    "my",         "owner",    "partner",    "parent",  "patient", "person",
    "personal", "player",    "profile",    "reader",   "recipient",  "sender",  "shopper", "spouse",
    "student",  "subject",   "subscriber", "user",     "viewer",     "visitor", "voter",   "your",
};

// What one person carries, has, or leaves behind: its id is theirs.
constexpr Word belongings[] = {
    "ad",          "advertiser", "advertising", "android",      "apple",        "auth",     "basket",
    "bank",        "booking",    "browser",     "card",         "cart",         "checkout", "click",
    "credit",      "crm",        "device",      "external",     "face",         "facebook", "google",
    "hardware",    "house",      "identity",    "insurance",    "installation", "instance", "invoice",
    "license",     "licence",    "loyalty",     "machine",      "mobile",       "national", "openid",
    "order",       "payment",    "phone",       "purchase",     "push",         "request",  "reservation",
    "serial",      "session",    "sso",         "subscription", "tax",          "ticket",   "tracking",
    "transaction", "unique",     "vehicle",     "visit",
};

// Which names are a person's, or their device's or their door's.
constexpr Word named[] = {"christian", "device", "display", "family", "first",  "fore",
                          "full",      "given",  "last",    "legal",  "maiden", "middle",
                          "nick",      "real",   "screen",  "street", "sur"};

// Where a person lives or can be reached.
constexpr Word homes[] = {"billing", "cell",    "delivery", "e",       "home",   "invoice",
                          "ip",      "mac",     "mail",     "mailing", "mobile", "office",
                          "postal",  "private", "shipping", "street",  "wallet", "work"};

constexpr Word postal[] = {"area", "pin", "post", "postal", "zip"};
constexpr Word exact[] = {"exact", "geo", "gps", "precise"};
constexpr Word agents[] = {"browser"};
constexpr Word plates[] = {"car", "license", "licence", "number", "registration", "vehicle"};
constexpr Word social[] = {"social"};

// They identify whatever stands around them.
constexpr Word identifiers[] = {
    "aaid",  "adid",       "biometric",   "birth",  "birthdate", "birthday", "bssid",    "cookie",
    "coord", "coordinate", "cpf",         "dob",    "email",     "euid",     "fbclid",   "fingerprint",
    "gaid",  "gclid",      "geolocation", "gps",    "guid",      "iban",     "iccid",    "idfa",
    "idfv",  "ifa",        "imei",        "imsi",   "ip",        "ipaddr",   "ipv4",     "ipv6",
    "jwt",   "lat",        "latitude",    "latlng", "latlon",    "lng",      "lon",      "longitude",
    "maid",  "meid",       "msclkid",     "msisdn", "oaid",      "passport", "password", "plz",
    "sid",   "ssid",       "ssn",         "udid",   "uid",       "uid2",     "uuid",     "vin",
};

// The last word tells only the form of what stands before it.
constexpr Word forms[] = {"base64", "digest", "encoded", "encrypted", "first", "full",   "hash",   "hashed",
                          "hex",    "hmac",   "key",     "last",      "lower", "masked", "md5",    "plain",
                          "prefix", "raw",    "salted",  "sha",       "sha1",  "sha256", "sha512", "short",
                          "string", "suffix", "text",    "truncated", "upper", "value"};

// The last word tells a count or a kind: it is not the thing that stands before it.
constexpr Word kinds[] = {
    "accepted", "age",    "banner",     "brand",    "campaign", "category", "class",    "clicked", "consent",
    "count",    "days",   "depth",      "duration", "group",    "hours",    "length",   "level",   "maker",
    "minutes",  "model",  "offer",      "opened",   "pages",    "plan",     "platform", "price",   "provider",
    "rank",     "rate",   "rating",     "recipes",  "reviews",  "score",    "seconds",  "segment", "size",
    "state",    "status", "subscriber", "system",   "tariff",   "tenure",   "theme",    "tier",    "time",
    "total",    "type",   "usage",      "verified", "version",  "views",    "visits",   "weeks",   "years",
};

// Beside a head they change nothing: a `current_session` is a session.
constexpr Word neutral[] = {"active",  "alternative", "an",  "current",  "external", "latest",
                            "main",    "new",         "old", "original", "own",      "previous",
                            "primary", "secondary",   "the", "this"};

// Last words that identify with people or with `others` before them, and perhaps alone.
enum class Alone : std::uint8_t { innocent, identifies };
struct Head {
    Word word;
    Alone alone;
    std::span<const Word> others;
};

constexpr Head heads[] = {
    {"account", Alone::identifies, belongings},
    {"address", Alone::identifies, homes},
    {"addr", Alone::identifies, homes},
    {"agent", Alone::innocent, agents},
    {"code", Alone::innocent, postal},
    {"geo", Alone::identifies, exact},
    {"hash", Alone::identifies, belongings},
    {"id", Alone::identifies, belongings},
    {"identifier", Alone::identifies, belongings},
    {"key", Alone::innocent, belongings},
    {"location", Alone::innocent, exact},
    {"login", Alone::identifies, homes},
    {"mac", Alone::identifies, homes},
    {"mail", Alone::identifies, homes},
    {"name", Alone::identifies, named},
    {"number", Alone::innocent, belongings},
    {"phone", Alone::identifies, homes},
    {"plate", Alone::innocent, plates},
    {"point", Alone::innocent, exact},
    {"position", Alone::innocent, exact},
    {"profile", Alone::identifies, belongings},
    {"security", Alone::innocent, social},
    {"serial", Alone::identifies, belongings},
    {"session", Alone::identifies, belongings},
    {"street", Alone::identifies, homes},
    {"tel", Alone::identifies, homes},
    {"telephone", Alone::identifies, homes},
    {"token", Alone::identifies, belongings},
    {"user", Alone::identifies, belongings},
    {"zip", Alone::identifies, homes},
};

bool among(std::span<const Word> words, Word word) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

const Head* find_head(Word word) {
    const auto head = std::find_if(std::begin(heads), std::end(heads),
                                   [word](const Head& candidate) { return candidate.word == word; });
    return head == std::end(heads) ? nullptr : head;
}

bool qualifies(Word word) {
    const std::span<const Word> lists[] = {people, belongings, named, homes, postal, exact, plates};
    return std::any_of(std::begin(lists), std::end(lists),
                       [word](std::span<const Word> list) { return among(list, word); });
}

bool known(Word word) {
    return qualifies(word) || among(identifiers, word) || among(forms, word) || among(kinds, word) ||
           among(neutral, word) || find_head(word) != nullptr;
}

// The word as the lists know it: without counting digits (`email2`), in the singular (`emails`).
Word plain(Word word) {
    if (known(word)) { return word; }
    const std::size_t end = word.find_last_not_of("0123456789");
    const Word bare = end == Word::npos ? word : word.substr(0, end + 1);
    const Word singular = bare.ends_with('s') ? bare.substr(0, bare.size() - 1) : bare;
    return known(bare) || !known(singular) ? bare : singular;
}

// Parts glued words of which both halves are known and belong together: `userid`, `ipaddress`.
void append_parted(Word word, Words& words) {
    word = plain(word);
    for (const Head& head : heads) {
        const Word stem = word.substr(0, word.size() - std::min(word.size(), head.word.size()));
        if (!known(word) && word.ends_with(head.word) && (qualifies(stem) || among(identifiers, stem))) {
            words.push_back(stem);
            words.push_back(head.word);
            return;
        }
    }
    words.push_back(word);
}

Words words_of(Word member) {
    Words words;
    while (!member.empty()) {
        const std::size_t end = std::min(member.find('_'), member.size());
        if (end > 0) { append_parted(member.substr(0, end), words); }
        member.remove_prefix(std::min(end + 1, member.size()));
    }
    return words;
}

bool head_identifies(std::span<const Word> words) {
    const Head* const head = find_head(words.back());
    if (head == nullptr) { return false; }
    const auto before = words.first(words.size() - 1);
    const auto belongs = [head](Word word) { return among(people, word) || among(head->others, word); };
    const auto changes_nothing = [](Word word) { return among(neutral, word) || among(forms, word); };
    return std::any_of(before.begin(), before.end(), belongs) ||
           (head->alone == Alone::identifies && std::all_of(before.begin(), before.end(), changes_nothing));
}

}  // namespace

bool identifies_a_person(std::string_view member) {
    const Words all = words_of(member);
    std::span<const Word> words = all;
    if (words.empty() || (words.size() > 1 && among(kinds, words.back()))) { return false; }
    if (std::any_of(words.begin(), words.end(), [](Word word) { return among(identifiers, word); })) {
        return true;
    }
    while (!head_identifies(words)) {
        if (words.size() == 1 || !among(forms, words.back())) { return false; }
        words = words.first(words.size() - 1);
    }
    return true;
}

}  // namespace passerby::engine
