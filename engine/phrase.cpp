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

// `DE-`, `AT-`: regions by their country.
bool names_countries(const Signal& signal, const Operator& op) {
    return signal.values_are == Values::regions && op.kind == Operator::Kind::prefix &&
           std::all_of(op.texts.begin(), op.texts.end(), [](std::string_view text) {
               return is_country(text.substr(0, 2)) &&
                      (text.size() == 2 || (text.size() == 3 && text[2] == '-'));
           });
}

// A frame for one list and one for how many it does not tell, each with a gap.
struct Gaps {
    std::string list;
    std::string_view others;
    std::string_view conjunction = "or";
};

Gaps pattern_gaps(const Signal& signal, const TextFrames* frames, bool prefix) {
    std::string who = frames ? std::string(frames->subject) : declared_subject(signal);
    return {with_verb(std::move(who), prefix ? "begins with" : "fits", prefix ? "begin with" : "fit") + " {}",
            prefix ? "{} other beginnings" : "{} other patterns"};
}

Gaps value_gaps(const Signal& signal, const TextFrames* frames, bool all, std::size_t total) {
    const std::string_view conjunction = all ? "and" : "or";
    if (frames) {
        const bool shortened = total > told_max && !frames->many.empty();
        const std::string_view list = shortened                     ? frames->many
                                      : all && !frames->all.empty() ? frames->all
                                                                    : frames->is;
        return {std::string(list), frames->others, conjunction};
    }
    const bool set = signal.type == SignalType::set;
    return {with_verb(declared_subject(signal), set ? "includes" : "is", set ? "include" : "are") + " {}",
            "{} others", conjunction};
}

Gaps gaps_of(const Signal& signal, Telling telling, std::size_t total) {
    const TextFrames* const frames = find_row(text_frames, signal.name);
    switch (telling) {
        case Telling::countries: return {"you are in {}", "{} other countries"};
        case Telling::prefix: return pattern_gaps(signal, frames, true);
        case Telling::glob: return pattern_gaps(signal, frames, false);
        case Telling::any_of: return value_gaps(signal, frames, false, total);
        case Telling::all_of: return value_gaps(signal, frames, total > 1, total);
    }
    return {};
}

std::string country_of_prefix(std::string_view prefix) {
    return place_name(prefix.substr(0, 2));
}

using Namer = std::string (*)(std::string_view);

Namer namer(const Signal& signal, Telling telling) {
    if (telling == Telling::countries) { return country_of_prefix; }
    const TextFrames* const frames = find_row(text_frames, signal.name);
    const bool pattern = telling == Telling::prefix || telling == Telling::glob;
    return frames && !pattern ? frames->name : spoken;
}

std::string text_phrase(const Signal& signal, const Operator& op) {
    const Telling telling = telling_of(signal, op);
    const std::size_t told = told_of(op.texts.size());
    std::vector<std::string> names;
    for (std::size_t i = 0; i < told; ++i) { names.push_back(name_of(signal, telling, op.texts[i])); }
    const std::vector<std::string_view> to_tell(names.begin(), names.end());
    std::string sentence;
    append_list(list_frame(signal, telling, op.texts.size()), to_tell, op.texts.size(), sentence);
    return sentence;
}

}  // namespace

std::string phrase(const Signal& signal, const Operator& op) {
    return op.kind == Operator::Kind::within ? number_phrase(signal, op.intervals) : text_phrase(signal, op);
}

Telling telling_of(const Signal& signal, const Operator& op) {
    switch (op.kind) {
        case Operator::Kind::prefix:
            return names_countries(signal, op) ? Telling::countries : Telling::prefix;
        case Operator::Kind::glob: return Telling::glob;
        case Operator::Kind::all_of: return Telling::all_of;
        default: return Telling::any_of;
    }
}

ListFrame list_frame(const Signal& signal, Telling telling, std::size_t total) {
    constexpr std::string_view gap = "{}";
    const Gaps gaps = gaps_of(signal, telling, total);
    const std::size_t of_list = gaps.list.find(gap), of_others = gaps.others.find(gap);
    ListFrame frame;
    frame.before = gaps.list.substr(0, of_list);
    frame.after = gaps.list.substr(of_list + gap.size());
    frame.conjunction = filled(" {} ", gaps.conjunction);
    if (amount_of(total) == Amount::many) {
        frame.before_number = frame.conjunction + std::string(gaps.others.substr(0, of_others));
        frame.after_number = gaps.others.substr(of_others + gap.size());
    }
    frame.one_article = namer(signal, telling) == device_name;
    return frame;
}

std::string name_of(const Signal& signal, Telling telling, std::string_view text) {
    return namer(signal, telling)(text);
}

void append_list(const ListFrame& frame, std::span<const std::string_view> told, std::size_t total,
                 std::string& out) {
    constexpr std::string_view article = "a ";
    const bool many = told.size() < total;
    out.append(frame.before);
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (i > 0) { out.append(many || i + 1 < told.size() ? ", " : std::string_view(frame.conjunction)); }
        const bool served = frame.one_article && i > 0 && told[i].starts_with(article);
        out.append(served ? told[i].substr(article.size()) : told[i]);
    }
    if (many) {
        out.append(frame.before_number)
            .append(std::to_string(total - told.size()))
            .append(frame.after_number);
    }
    out.append(frame.after);
}

}  // namespace passerby::engine
