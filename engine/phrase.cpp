// Tables of sentence frames: one row a built-in signal, and a way to speak of those that a site declares.
#include "engine/phrase.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "engine/casefold.hpp"
#include "engine/clock_phrase.hpp"
#include "engine/countries.hpp"
#include "engine/languages.hpp"
#include "engine/wording.hpp"

namespace passerby::engine {

namespace {

// How one value is called, or nothing where it is called what it is.
struct Name {
    std::string_view value, name;
};

constexpr Name referrers[] = {
    {"direct", "directly"},      {"search", "from a search engine"},     {"social", "from a social network"},
    {"email", "from an e-mail"}, {"internal", "from another page here"}, {"other", "from another site"},
};
constexpr Name device_types[] = {
    {"desktop", "a desktop computer"},
    {"phone", "a phone"},
    {"tablet", "a tablet"},
    {"tv", "a TV"},
    {"console", "a game console"},
    {"bot", "an automated browser"},
    {"other", "another kind of device"},
};
constexpr Name systems[] = {{"windows", "Windows"},     {"macos", "macOS"}, {"linux", "Linux"},
                            {"chromeos", "ChromeOS"},   {"ios", "iOS"},     {"android", "Android"},
                            {"other", "another system"}};
constexpr Name browsers[] = {{"chrome", "Chrome"},
                             {"safari", "Safari"},
                             {"firefox", "Firefox"},
                             {"edge", "Edge"},
                             {"samsung", "Samsung Internet"},
                             {"opera", "Opera"},
                             {"other", "another browser"}};

std::string name_among(std::span<const Name> names, std::string_view value) {
    const auto found = std::find_if(names.begin(), names.end(),
                                    [value](const Name& name) { return equal_folded(name.value, value); });
    return found == names.end() ? spoken(value) : std::string(found->name);
}

std::string referrer_name(std::string_view value) {
    return name_among(referrers, value);
}
std::string device_name(std::string_view value) {
    return name_among(device_types, value);
}
std::string system_name(std::string_view value) {
    return name_among(systems, value);
}
std::string browser_name(std::string_view value) {
    return name_among(browsers, value);
}
std::string place_name(std::string_view code) {
    const std::string_view name = code.size() == 2 ? country_name(code) : region_name(code);
    return name.empty() ? spoken(code) : std::string(name);
}

// Of signals whose tests hold texts.
struct TextFrames {
    std::string_view signal;
    std::string_view is;       // "you are in {}"
    std::string_view others;   // "{} other countries"
    std::string_view subject;  // what begins with, or fits, a pattern
    std::string (*name)(std::string_view value) = spoken;
    std::string_view all = {};   // where `is` does not fit several members that are all there
    std::string_view many = {};  // where `is` does not fit a shortened list
};

constexpr TextFrames text_frames[] = {
    {"page.path", "this page is {}", "{} other pages", "this page's address"},
    {"page.section",
     "this page is in the {} section",
     "{} other sections",
     "this page's section",
     spoken,
     {},
     "this page is in the {}"},
    {"page.type", "this page is of the type {}", "{} other types", "this page's type"},
    {"page.language", "this page is in {}", "{} other languages", "this page's language", language_name},
    {"page.topics", "this page is about {}", "{} other topics", "a topic of this page"},
    {"page.keywords", "this page mentions {}", "{} other words", "a keyword of this page"},
    {"page.referrer", "you came here {}", "in {} other ways", "where you came from", referrer_name},
    {"device.type", "you are on {}", "{} other kinds of device", "your kind of device", device_name},
    {"device.os", "your device runs {}", "{} other systems", "your device's system", system_name},
    {"device.browser", "you browse with {}", "{} other browsers", "your browser", browser_name},
    {"location.country", "you are in {}", "{} other countries", "your country's code", place_name},
    {"location.region", "you are in {}", "{} other regions", "your region's code", place_name},
    {"location.city", "you are in {}", "{} other cities", "your city's name"},
    {"behaviour.sections", "you have visited the {} section", "{} other sections", "a section you visited",
     spoken, "you have visited the {} sections", "you have visited the {}"},
    {"behaviour.topics", "you have been reading about {}", "{} other topics", "a topic you read about"},
    {"behaviour.searches", "you have searched for {}", "{} other things", "a search of yours"},
};

// Of signals whose tests hold numbers.
struct NumberFrames {
    std::string_view signal;
    std::string_view is;
    Noun noun;
};

constexpr NumberFrames number_frames[] = {
    {"behaviour.pages_viewed", "you have viewed {} on this visit", {"page", "pages"}},
    {"behaviour.cart_items", "your cart holds {}", {"item", "items"}},
    {"behaviour.minutes_on_site", "you have been here for {}", {"minute", "minutes"}},
    {"behaviour.cart_value", "your cart holds {}", {}},
    {"behaviour.visits", "you have been here {}", {"time", "times"}},
    {"behaviour.days_since_purchase", "your last purchase was {} ago", {"day", "days"}},
};

// Single values that have a better sentence than the frame gives.
struct ExactPhrase {
    std::string_view signal;
    double value;
    std::string_view phrase;
};

constexpr ExactPhrase exact_phrases[] = {
    {"behaviour.cart_items", 0, "your cart is empty"},
    {"behaviour.cart_value", 0, "your cart is empty"},
    {"behaviour.visits", 1, "you have been here once"},
    {"behaviour.days_since_purchase", 0, "your last purchase was today"},
    {"behaviour.days_since_purchase", 1, "your last purchase was yesterday"},
    {"behaviour.returning", 1, "you have been here before"},
    {"behaviour.returning", 0, "you are here for the first time"},
    {"behaviour.subscriber", 1, "you are a subscriber"},
    {"behaviour.subscriber", 0, "you are not a subscriber"},
};

template <class Row, std::size_t rows>
const Row* find_row(const Row (&table)[rows], std::string_view signal) {
    const auto row = std::find_if(std::begin(table), std::end(table),
                                  [signal](const Row& candidate) { return candidate.signal == signal; });
    return row == std::end(table) ? nullptr : &*row;
}

// `loyalty_tier`: "loyalty tier".
std::string noun_of(const Signal& signal) {
    std::string noun(signal.member());
    std::replace(noun.begin(), noun.end(), '_', ' ');
    return noun;
}

bool is_plural(std::string_view noun) {
    return noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") && !noun.ends_with("is");
}

// Whose fact it is, and what that one is called as the subject of a sentence.
std::string_view owner(Group group) {
    return group == Group::page ? "this page's " : group == Group::device ? "your device's " : "your ";
}
std::string_view subject(Group group) {
    switch (group) {
        case Group::page: return "this page";
        case Group::device: return "your device";
        case Group::location: return "your location";
        default: return "you";
    }
}

std::string declared_subject(const Signal& signal) {
    return std::string(owner(signal.group)) + noun_of(signal);
}

std::string with_verb(std::string subject_words, std::string_view one, std::string_view many) {
    const std::string_view verb = is_plural(subject_words) ? many : one;
    return std::move(subject_words) + " " + std::string(verb);
}

std::string article(std::string_view noun) {
    if (is_plural(noun)) { return ""; }
    return noun.find_first_of("aeiou") == 0 ? "an " : "a ";
}

std::string flag_phrase(const Signal& signal, bool flag) {
    const std::string who(subject(signal.group));
    const bool you = who == "you";
    const std::string noun = noun_of(signal);
    if (noun.starts_with("is ")) {
        return who + (you ? " are " : " is ") + (flag ? "" : "not ") + noun.substr(3);
    }
    if (noun.starts_with("has ")) {
        const std::string what = noun.substr(4);
        return who + (you ? " have " : " has ") + (flag ? article(what) : "no ") + what;
    }
    if (flag) { return who + (you ? " count as " : " counts as ") + noun; }
    return who + (you ? " do not count as " : " does not count as ") + noun;
}

std::string number_phrase(const Signal& signal, std::span<const Interval> intervals) {
    if (signal.group == Group::time) { return clock_phrase(signal, intervals); }
    const bool exact = intervals.size() == 1 && intervals[0].min == intervals[0].max;
    for (const ExactPhrase& row : exact_phrases) {
        if (exact && row.signal == signal.name && row.value == intervals[0].min) {
            return std::string(row.phrase);
        }
    }
    if (signal.type == SignalType::boolean && exact) { return flag_phrase(signal, intervals[0].min != 0); }
    if (const NumberFrames* const frames = find_row(number_frames, signal.name)) {
        return filled(frames->is, amounts(intervals, signal, frames->noun));
    }
    return with_verb(declared_subject(signal), "is", "are") + " " + amounts(intervals, signal, {});
}

// The operator's texts in a list, each by its name.
std::string listed(const Operator& op, std::string (*name)(std::string_view), std::string_view conjunction,
                   std::string_view others) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < told_of(op.texts.size()); ++i) {
        names.push_back(name(op.texts[i]));
        // "a phone or tablet": one article serves all that have the same.
        if (i > 0 && name == device_name && names[i].starts_with("a ")) { names[i].erase(0, 2); }
    }
    return joined(names, op.texts.size(), conjunction, others);
}

// `DE-`, `AT-`: regions by their country.
bool names_countries(const Signal& signal, const Operator& op) {
    return signal.values_are == Values::regions && op.kind == Operator::Kind::prefix &&
           std::all_of(op.texts.begin(), op.texts.end(), [](std::string_view text) {
               return is_country(text.substr(0, 2)) &&
                      (text.size() == 2 || (text.size() == 3 && text[2] == '-'));
           });
}

std::string country_of_prefix(std::string_view prefix) {
    return place_name(prefix.substr(0, 2));
}

std::string pattern_phrase(std::string subject_words, const Operator& op) {
    const bool prefix = op.kind == Operator::Kind::prefix;
    return with_verb(std::move(subject_words), prefix ? "begins with" : "fits",
                     prefix ? "begin with" : "fit") +
           " " + listed(op, spoken, "or", prefix ? "{} other beginnings" : "{} other patterns");
}

std::string_view frame_for(const TextFrames& frames, bool all, std::size_t count) {
    if (count > told_max && !frames.many.empty()) { return frames.many; }
    return all && !frames.all.empty() ? frames.all : frames.is;
}

std::string text_phrase(const Signal& signal, const Operator& op) {
    using enum Operator::Kind;
    const TextFrames* const frames = find_row(text_frames, signal.name);
    if (names_countries(signal, op)) {
        return filled("you are in {}", listed(op, country_of_prefix, "or", "{} other countries"));
    }
    if (op.kind == prefix || op.kind == glob) {
        return pattern_phrase(frames ? std::string(frames->subject) : declared_subject(signal), op);
    }
    const bool all = op.kind == all_of && op.texts.size() > 1;
    const std::string list =
        listed(op, frames ? frames->name : spoken, all ? "and" : "or", frames ? frames->others : "{} others");
    if (frames) { return filled(frame_for(*frames, all, op.texts.size()), list); }
    if (signal.type == SignalType::set) {
        return with_verb(declared_subject(signal), "includes", "include") + " " + list;
    }
    return with_verb(declared_subject(signal), "is", "are") + " " + list;
}

}  // namespace

std::string phrase(const Signal& signal, const Operator& op) {
    return op.kind == Operator::Kind::within ? number_phrase(signal, op.intervals) : text_phrase(signal, op);
}

}  // namespace passerby::engine
