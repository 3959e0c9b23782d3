#include "server/api/statement_words.hpp"

#include <algorithm>
#include <array>

namespace passerby::api {

namespace {

using engine::Purpose;
using engine::SignalType;

// In the order of engine::signals.
constexpr std::array<std::string_view, engine::signals::count> signal_words = {
    "the hour of the day",
    "the time of day",
    "the day of the week",
    "the time within the week",
    "the path of the page on this site",
    "the section of the site that the page belongs to",
    "what kind of page it is",
    "the language of the page",
    "the topics of the page",
    "the keywords of the page",
    "what kind of place the visit came from",
    "what kind of device it is",
    "the family of the device's operating system",
    "the family of the browser",
    "the country",
    "the region within the country",
    "the city",
    "how many pages were viewed in this visit",
    "how many things are in the cart",
    "how long this visit has lasted",
    "what the cart is worth",
    "the sections seen in this visit",
    "the topics seen in this visit",
    "what was searched for on this site in this visit",
    "how often this device has visited the site",
    "how long ago something was bought with this device",
    "whether this device has been here before",
    "whether there is a subscription",
};
static_assert(!signal_words.back().empty(), "every built-in signal has its words");

// In the order of engine::SignalType.
constexpr std::array<std::string_view, 8> form_words = {"a text",    "a set of texts",    "a whole number",
                                                        "a number",  "yes or no",         "a time of day",
                                                        "a weekday", "a time of the week"};

constexpr PurposeWords purposes[] = {
    {std::nullopt, "Needs no permission",
     "The moment itself: the page, the time and the kind of device. None of it says who you are."},
    {Purpose::location, "Place",
     "Roughly where you are. Coordinates, postcodes and addresses cannot be asked for."},
    {Purpose::behaviour, "This visit", "What you do on this site, in this visit."},
    {Purpose::history, "Earlier visits",
     "What is remembered of earlier visits, on your own device. Nothing of it is kept here."},
    {Purpose::measurement, "Measuring",
     "Counting what was seen and clicked. Nothing of the kind is done here today, permitted or not."},
};

constexpr std::string_view of_address =
    "your address as a proxy of this site writes it; only where a place may be looked up by it";

struct HeaderWords {
    std::string_view name, about;
};
constexpr std::string_view of_device =
    "reduced at once to a kind of device, of operating system and of browser; only where the page does not "
    "say these itself";
constexpr HeaderWords headers[] = {
    {"Sec-GPC", "an objection: 1 is honoured, whatever else is said"},
    {"DNT", "an objection: 1 is honoured, whatever else is said"},
    {"User-Agent", of_device},
    {"Sec-CH-UA", of_device},
    {"Sec-CH-UA-Mobile", of_device},
    {"Sec-CH-UA-Platform", of_device},
    {"Forwarded", of_address},
    {"X-Forwarded-For", of_address},
};

constexpr Kept kept[] = {
    {"counters",
     "how often something happened, and how long it took: requests, decisions, signals withheld for want of "
     "which "
     "permission, consent records of which kind, look-ups of places. Of nobody in particular: no counter has "
     "anything in its name that a visitor sent.",
     "the server's memory, and wherever its operator collects them",
     "until the server ends; what was collected, as long as its operator keeps it"},
    {"log lines",
     "that the server started, read its rules or ended. Nothing that a visitor sent, and no line for a "
     "visit.",
     "the server's log", "as long as its operator keeps it"},
};

constexpr std::string_view never_kept[] = {
    "who you are: names, e-mail addresses, numbers of accounts, devices and visitors. Members that nobody "
    "declared are skipped unread.",
    "cookies: none is read, none is set.",
    "your address: no log and no counter has it.",
    "the browser's headers: they are reduced to a few kinds while the request lasts.",
    "what a request says of the page, the device, the place and the visit.",
    "your consent: it is read from each request and forgotten with it.",
    "what was shown to whom. No profile is made.",
    "anything of a request past its end: the memory that held it is overwritten when it has been answered.",
};

}  // namespace

std::span<const PurposeWords> purpose_words() {
    return purposes;
}

std::string words_of(engine::SignalId id, const engine::Signal& signal) {
    if (id >= signal_words.size()) {
        return "a fact that this site declares itself: " +
               std::string(form_words[static_cast<std::size_t>(signal.type)]);
    }
    std::string words(signal_words[id]);
    std::string_view before = ": ";
    for (const std::string& value : signal.values) {
        words.append(before).append(value);
        before = ", ";
    }
    return words;
}

std::string_view header_words(std::string_view name) {
    const auto found = std::find_if(std::begin(headers), std::end(headers),
                                    [&](const HeaderWords& header) { return header.name == name; });
    return found == std::end(headers) ? std::string_view() : found->about;
}

std::string_view address_words(Address address) {
    return address == Address::unread
               ? "The address of the connection is not looked at: it is where the answer goes, and that is "
                 "all."
               : "Only if you permit the use of your place, and the page says nothing of one: the address is "
                 "cut "
                 "to its network (/24, of IPv6 /48), which is looked up in a file on this server. What is "
                 "used is "
                 "the country, the region and the city. Then the address is forgotten.";
}

std::span<const Kept> kept_here() {
    return kept;
}

std::span<const std::string_view> never_kept_here() {
    return never_kept;
}

}  // namespace passerby::api
