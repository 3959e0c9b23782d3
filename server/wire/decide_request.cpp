#include "server/wire/decide_request.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "engine/limits.hpp"
#include "engine/overwrite.hpp"

namespace passerby::wire {

namespace {

namespace limits = engine::limits;
using problem::OwnText;

// Well-known names of what identifies a person or a device: the only unknown members that an answer may
// name. Sorted; lower case.
constexpr std::array<OwnText, 64> well_known_identifiers = {
    "aaid",         "account_id",    "address",      "advertising_id",
    "age",          "birthdate",     "birthday",     "client_id",
    "cookie",       "cookie_id",     "coordinates",  "customer_id",
    "device_id",    "deviceid",      "dob",          "e-mail",
    "email",        "email_address", "fingerprint",  "first_name",
    "full_name",    "gaid",          "gender",       "geo",
    "gps",          "guid",          "hashed_email", "iban",
    "idfa",         "idfv",          "ifa",          "imei",
    "ip",           "ip_address",    "last_name",    "lat",
    "latitude",     "lng",           "login",        "lon",
    "longitude",    "mac",           "member_id",    "msisdn",
    "name",         "passport",      "person_id",    "phone",
    "phone_number", "postal_code",   "postcode",     "session",
    "session_id",   "ssn",           "street",       "token",
    "uid",          "user",          "user_agent",   "user_id",
    "userid",       "username",      "visitor_id",   "zip",
};
constexpr std::size_t identifier_bytes_max = 16;
static_assert(std::is_sorted(well_known_identifiers.begin(), well_known_identifiers.end()));
static_assert(std::all_of(well_known_identifiers.begin(), well_known_identifiers.end(),
                          [](OwnText name) { return name.view().size() <= identifier_bytes_max; }));

constexpr char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Our own spelling of the name, where it is on the list.
OwnText find_identifier(std::string_view name) {
    if (name.size() > identifier_bytes_max) { return ""; }
    std::array<char, identifier_bytes_max> folded{};
    std::transform(name.begin(), name.end(), folded.begin(), lower);
    const std::string_view wanted(folded.data(), name.size());
    const auto before = [](OwnText known, std::string_view sought) { return known.view() < sought; };
    const auto found =
        std::lower_bound(well_known_identifiers.begin(), well_known_identifiers.end(), wanted, before);
    return found != well_known_identifiers.end() && found->view() == wanted ? *found : OwnText("");
}

// A whole number within the bounds, or nothing.
std::optional<int> whole(std::optional<double> number, int min, int max) {
    if (!number || !(*number >= min && *number <= max) || std::trunc(*number) != *number) {
        return std::nullopt;
    }
    return static_cast<int>(*number);
}

}  // namespace

bool is_id(std::string_view name) {
    const auto begins = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
    const auto continues = [&](char c) { return begins(c) || c == '.' || c == '_' || c == '-'; };
    return !name.empty() && name.size() <= limits::id_bytes_max && begins(name.front()) &&
           std::all_of(name.begin(), name.end(), continues);
}

void DecideRequest::start(const engine::Vocabulary& vocabulary) {
    forget();
    signals.start(vocabulary);
    asked.reserve(limits::asked_slots_max);
    slots.reserve(limits::asked_slots_max);
    excluded.reserve(limits::excluded_max);
    identifiers.reserve(well_known_identifiers.size());
    ignored.reserve(vocabulary.size() + 16);  // every signal, every group and known member
}

void DecideRequest::forget() {
    signals.forget();
    consent = {};
    consent_strings = {};
    ignored.clear();
    identifiers.clear();
    const auto empty = [](auto& list) {  // what it held tells what was asked for and had been seen
        engine::overwrite(std::span(list));
        list.clear();
    };
    empty(asked);
    empty(slots);
    empty(excluded);
    bucket.reset();
    utc_offset.reset();
    now.reset();
    unknown_members = unlisted_members = unknown_slots = 0;
    has_device = has_location = manifest_stale = false;
    only_shared = true;
}

void DecideRequest::ignore(std::string_view our_name) {
    if (std::find(ignored.begin(), ignored.end(), our_name) == ignored.end()) { ignored.push_back(our_name); }
}

void DecideRequest::speak_of(engine::Group group) {
    has_device = has_device || group == engine::Group::device;
    has_location = has_location || group == engine::Group::location;
}

void DecideRequest::count_unknown(std::string_view name) {
    ++unknown_members;
    only_shared = false;
    const OwnText ours = find_identifier(name);
    if (ours.empty()) {
        ++unlisted_members;
    } else if (std::find(identifiers.begin(), identifiers.end(), ours) == identifiers.end()) {
        identifiers.push_back(ours);
    }
}

bool DecideRequest::ask(std::string_view name, const engine::RuleIndex& rules) {
    if (!is_id(name)) { return false; }
    const auto same = [&](const AskedSlot& other) { return other.name == name; };
    if (std::any_of(asked.begin(), asked.end(), same)) { return true; }
    const auto slot = rules.find_slot(name);
    asked.push_back({.name = name, .known = slot});
    if (slot) {
        slots.push_back(*slot);
    } else {
        ++unknown_slots;
    }
    return true;
}

void DecideRequest::exclude(std::string_view content, const engine::RuleIndex& rules) {
    if (const auto id = rules.find_content(content)) { excluded.push_back(*id); }
}

void DecideRequest::note(engine::SignalId id, engine::Offered offered) {
    if (offered == engine::Offered::refused) { ignore(signals.vocabulary()[id].name); }
}

void DecideRequest::offer_bucket(std::optional<double> number) {
    if (const auto value = whole(number, 0, limits::buckets - 1)) {
        bucket = static_cast<std::uint8_t>(*value);
    } else {
        ignore("bucket");
    }
}

void DecideRequest::offer_utc_offset(std::optional<double> number) {
    if (const auto value = whole(number, limits::utc_offset_minutes_min, limits::utc_offset_minutes_max)) {
        utc_offset = std::chrono::minutes{*value};
    } else {
        ignore("time.utc_offset");
    }
}

}  // namespace passerby::wire
