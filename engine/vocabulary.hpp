// The closed list of facts that a decision may know: the built-in signals and those a rule set declares.
//
// What is not in here cannot be asked for, sent, stored or explained; a signal that would name a person
// cannot be declared. Immutable once its rule set is checked.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/purpose.hpp"
#include "engine/short_names.hpp"
#include "engine/symbols.hpp"

namespace passerby::engine {

enum class SignalType : std::uint8_t { string, set, integer, number, boolean, time_of_day, weekday, window };
enum class Group : std::uint8_t { time, page, device, location, behaviour };

using SignalId = std::uint16_t;
// A value of a closed list, by its place there.
using ValueId = std::uint32_t;

// The built-in signals, by id; declared ones follow in the order of their declaration.
namespace signals {
enum : SignalId {
    time_hour,
    time_of_day,
    time_weekday,
    time_window,
    page_path,
    page_section,
    page_type,
    page_language,
    page_topics,
    page_keywords,
    page_referrer,
    device_type,
    device_os,
    device_browser,
    location_country,
    location_region,
    location_city,
    behaviour_pages_viewed,
    behaviour_cart_items,
    behaviour_minutes_on_site,
    behaviour_cart_value,
    behaviour_sections,
    behaviour_topics,
    behaviour_searches,
    behaviour_visits,
    behaviour_days_since_purchase,
    behaviour_returning,
    behaviour_subscriber,
    count
};
}  // namespace signals

// Which strings a signal can have.
enum class Values : std::uint8_t {
    open,       // any
    listed,     // those in Signal::values
    countries,  // ISO 3166-1 alpha-2
    regions,    // ISO 3166-2
};

struct Signal {
    std::string name = {};  // "page.section"
    Group group = Group::page;
    SignalType type = SignalType::string;
    PurposeSet needs = {};  // every one of these must be permitted
    Values values_are = Values::open;
    std::vector<std::string> values = {};  // as written; compared without regard to case
    double min = 0, max = 0;               // of every kind of number, inclusive
    bool declared = false;
    Symbols folded_values = {};  // of `values`, by their places; the vocabulary's doing

    std::string_view member() const { return std::string_view(name).substr(name.find('.') + 1); }
    bool is_text() const { return type == SignalType::string || type == SignalType::set; }
    // Integers, numbers, booleans (0 and 1), minutes of the day (0–1439), days (mon = 0), minutes of the
    // week (mon 00:00 = 0): all are numbers inside the engine.
    bool is_number() const { return !is_text(); }
    bool is_whole() const { return is_number() && type != SignalType::number; }
    bool minds_case() const { return name == "page.path"; }
};

// Of one signal what every offer and the gate look at, side by side with that of the others.
struct Terms {
    double min = 0, max = 0;
    PurposeSet needs;
    SignalType type = SignalType::string;
    Values values_are = Values::open;
    bool from_clock = false;  // never from a request
    ValueId value_count = 0;  // of a closed list
};

class Vocabulary {
  public:
    Vocabulary();  // the built-in signals

    // The signal must be well named, unknown so far and within limits: the caller has checked.
    SignalId declare(Signal signal);

    std::optional<SignalId> find(std::string_view name) const;  // "page.section"
    std::optional<SignalId> find(Group group, std::string_view member) const {
        if (!ShortNames::fits(member)) { return find_long(group, member); }
        const auto id = members_[static_cast<std::size_t>(group)].short_ones.find(member);
        return id ? std::optional(static_cast<SignalId>(*id)) : std::nullopt;
    }
    const Signal& operator[](SignalId id) const { return signals_[id]; }
    const Terms& terms(SignalId id) const { return terms_[id]; }
    // Where in the signal's closed list a text in any case stands, or nothing. `room` is for folding long
    // texts.
    std::optional<ValueId> find_value(SignalId id, std::string_view text, FoldedTexts& room) const;
    std::size_t size() const { return signals_.size(); }
    auto begin() const { return signals_.begin(); }
    auto end() const { return signals_.end(); }

  private:
    SignalId enter(Signal signal);
    std::optional<SignalId> find_long(Group group, std::string_view member) const;
    std::vector<SignalId>::const_iterator place_among(const std::vector<SignalId>& ids,
                                                      std::string_view member) const;

    std::vector<Signal> signals_;
    std::vector<Terms> terms_;  // alike

    // Of one group.
    struct Members {
        ShortNames short_ones;            // to their ids
        std::vector<SignalId> long_ones;  // by name
    };
    std::array<Members, 5> members_;
};

// What a page sends instead of a string that no rule in force asks about: known, and unlike every value.
inline constexpr std::string_view other_value = "~other";

std::string_view name_of(Group group);
std::optional<Group> find_group(std::string_view name);
std::string_view name_of(SignalType type);

// What the group alone asks for, and what a `purpose:` of a declaration adds to or replaces in it.
PurposeSet needs_of(Group group, std::optional<Purpose> purpose);

ValueId value_count(const Signal& signal);
std::string_view value_at(const Signal& signal, ValueId value);  // in the list's spelling

// The values that a string signal can have: the spelling of the list for a text in any case, nothing
// where the list lacks it. For an open signal every text is its own spelling.
std::optional<std::string_view> canonical_value(const Signal& signal, std::string_view text);

// True for names that would identify a person, a device or one visit (`user_id`, `email`, `ip`, `ifa`, …).
// `member` is the name after the group.
//
// A name is read as English compounds are: its last word says what the thing is, the words before it whose
// or of which kind.
//   1. It is cut into words at `_`; glued words are parted (`userid`), plurals and counting digits dropped.
//   2. If the last of several is one of counts and kinds, the name is innocent: a `session_count` is a
//      count, a `phone_model` a model.
//   3. Some words identify whatever stands around them: `customer_email`, `ip_range`.
//   4. Some last words do so alone or with certain others: `name` and `first_name`, but not `store_name`.
//   5. Last words that only tell a form are dropped, and 4 asked again: a `phone_sha256` is a phone.
// Where it is in doubt it says true: an author can choose another name, a visitor could not.
bool identifies_a_person(std::string_view member);

}  // namespace passerby::engine
