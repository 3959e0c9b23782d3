#include "tests/reference/vocabulary.hpp"

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

namespace passerby::reference {

namespace {

std::vector<std::string> words(const std::string& text) {
    std::istringstream stream(text);
    return {std::istream_iterator<std::string>(stream), {}};
}

// Debian's iso-codes: `{"3166-1": [{"alpha_2": "DE", …}]}`, `{"3166-2": [{"code": "DE-BE", …}]}`.
std::vector<std::string> iso_codes(const std::string& standard, const char* member) {
    std::ifstream file("/usr/share/iso-codes/json/iso_" + standard + ".json");
    if (!file) { throw std::runtime_error("needs the lists of the package iso-codes"); }
    const auto lists = nlohmann::json::parse(file);
    std::vector<std::string> codes;
    for (const auto& place : lists.at(standard)) { codes.push_back(place.at(member)); }
    return codes;
}

Vocabulary make_built_in() {
    Vocabulary all;
    const auto text = [&](const char* name, const char* type, const char* values = "") {
        all[name] = Signal{type, words(values), 0, 0, {}};
    };
    const auto number = [&](const char* name, const char* type, const char* purpose, double max = 1e15) {
        all[name] = Signal{type, {}, 0, max, {purpose}};
    };
    all["time.hour"] = Signal{"integer", {}, 0, 23, {}};
    all["time.of_day"] = Signal{"time of day", {}, 0, 0, {}};
    all["time.weekday"] = Signal{"weekday", {}, 0, 0, {}};
    all["time.window"] = Signal{"window", {}, 0, 0, {}};
    for (const char* name : {"page.path", "page.section", "page.type", "page.language"}) {
        text(name, "string");
    }
    for (const char* name : {"page.topics", "page.keywords"}) { text(name, "set"); }
    text("page.referrer", "string", "direct search social email internal other");
    text("device.type", "string", "desktop phone tablet tv console bot other");
    text("device.os", "string", "windows macos linux chromeos ios android other");
    text("device.browser", "string", "chrome safari firefox edge samsung opera other");
    all["location.country"] = Signal{"string", iso_codes("3166-1", "alpha_2"), 0, 0, {"location"}};
    all["location.region"] = Signal{"string", iso_codes("3166-2", "code"), 0, 0, {"location"}};
    all["location.city"] = Signal{"string", {}, 0, 0, {"location"}};
    number("behaviour.pages_viewed", "integer", "behaviour");
    number("behaviour.cart_items", "integer", "behaviour");
    number("behaviour.minutes_on_site", "number", "behaviour");
    number("behaviour.cart_value", "number", "behaviour");
    for (const char* name : {"behaviour.sections", "behaviour.topics", "behaviour.searches"}) {
        all[name] = Signal{"set", {}, 0, 0, {"behaviour"}};
    }
    number("behaviour.visits", "integer", "history");
    number("behaviour.days_since_purchase", "integer", "history");
    number("behaviour.returning", "boolean", "history");
    number("behaviour.subscriber", "boolean", "history");
    // Two permissions that nobody is asked for, and that some consent records take away.
    for (auto& [name, signal] : all) {
        if (name.starts_with("device.")) { signal.purposes.insert("(device)"); }
    }
    all["location.region"].purposes.insert("(finer than country)");
    all["location.city"].purposes.insert("(finer than country)");
    return all;
}

}  // namespace

const Vocabulary& built_in() {
    static const Vocabulary all = make_built_in();
    return all;
}

Signal declared(const std::string& name, const Tree& declaration) {
    Signal signal;
    signal.type = declaration.find("type")->text;
    if (const Tree* values = declaration.find("values")) {
        for (const Tree& value : values->items) { signal.values.push_back(value.text); }
    }
    if (const Tree* min = declaration.find("min")) { signal.min = std::stod(min->text); }
    if (const Tree* max = declaration.find("max")) { signal.max = std::stod(max->text); }

    // The group sets the least that is needed; `purpose` asks for that one as well, never instead, but for
    // `history` in the group `behaviour`.
    const std::string group = name.substr(0, name.find('.'));
    const Tree* purpose = declaration.find("purpose");
    if (group == "device") { signal.purposes.insert("(device)"); }
    if (group == "location") { signal.purposes.insert("location"); }
    if (group == "behaviour" && (purpose == nullptr || purpose->text != "history")) {
        signal.purposes.insert("behaviour");
    }
    if (purpose != nullptr) { signal.purposes.insert(purpose->text); }
    // Whatever tells of a place is taken to be finer than a country.
    if (signal.purposes.contains("location")) { signal.purposes.insert("(finer than country)"); }
    return signal;
}

}  // namespace passerby::reference
