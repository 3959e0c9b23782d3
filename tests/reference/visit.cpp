#include "tests/reference/visit.hpp"

#include <algorithm>
#include <cmath>

#include "tests/reference/consent.hpp"
#include "tests/reference/text.hpp"

namespace passerby::reference {

namespace {

bool is_string(const Tree& value) {
    return value.is_scalar() && value.quoted;
}

bool is_truth(const Tree& value) {
    return value.is_scalar() && !value.quoted && (value.text == "true" || value.text == "false");
}

bool is_id(const std::string& text) {
    const std::string first = "abcdefghijklmnopqrstuvwxyz0123456789", further = first + "._-";
    return !text.empty() && text.size() <= 64 && first.find(text[0]) != std::string::npos &&
           text.find_first_not_of(further) == std::string::npos;
}

std::optional<double> number_of(const Tree& value) {
    const bool number = value.is_scalar() && !value.quoted && !is_truth(value) && value.text != "null";
    return number ? std::optional(std::strtod(value.text.c_str(), nullptr)) : std::nullopt;
}

std::optional<int> whole_number_of(const Tree& value, int min, int max) {
    const auto number = number_of(value);
    const bool fits = number && *number == std::floor(*number) && *number >= min && *number <= max;
    return fits ? std::optional(static_cast<int>(*number)) : std::nullopt;
}

// What a page sends instead of a string that no rule asks about: known, and unlike every value.
constexpr const char* other = "~other";
constexpr const char* unlike_every_value = "\U0010FFFF";  // a code point that is no character

bool proper_text(const std::string& name, const Signal& signal, const Tree& value) {
    if (!is_string(value) || value.text.empty()) { return false; }
    if (name == "page.path") { return value.text.size() <= 2048 && value.text[0] == '/'; }
    if (value.text.size() > 256) { return false; }
    if (signal.values.empty()) { return true; }
    return std::any_of(signal.values.begin(), signal.values.end(),
                       [&](const std::string& listed) { return folded(listed) == folded(value.text); });
}

// Nothing: a value that the signal cannot have.
std::optional<Fact> to_fact(const std::string& name, const Signal& signal, const Tree& value) {
    if (signal.type == "string") {
        if (is_string(value) && folded(value.text) == folded(other)) { return Fact{{unlike_every_value}, 0}; }
        if (!proper_text(name, signal, value)) { return std::nullopt; }
        const std::string text = value.text;
        return Fact{{name == "page.path" ? text.substr(0, text.find_first_of("?#")) : text}, 0};
    }
    if (signal.type == "set") {
        if (!value.is_list() || value.items.size() > 64) { return std::nullopt; }
        Fact fact;
        for (const Tree& member : value.items) {
            if (!proper_text(name, signal, member)) { return std::nullopt; }
            fact.texts.push_back(member.text);
        }
        return fact;
    }
    if (signal.type == "boolean") {
        return is_truth(value) ? std::optional(Fact{{}, value.text == "true" ? 1.0 : 0.0}) : std::nullopt;
    }
    const auto number = number_of(value);
    const bool whole = signal.type == "number" || (number && *number == std::floor(*number));
    if (!number || !whole || *number < signal.min || *number > signal.max) { return std::nullopt; }
    return Fact{{}, *number};
}

// Reads the members of one request, in the order of rules.md and http.md.
class Reader {
  public:
    Reader(const RuleSet& rules, const Tree& request, Instant now, Headers headers)
        : rules_(rules), request_(request), permitted_(permissions(request, now, headers)) {
        visit_.now = now;
        visit_.refresh_consent = permitted_.refresh;
    }

    std::optional<Visit> read() {
        if (!read_slots()) { return std::nullopt; }
        for (const auto& [key, value] : request_.entries) { read_member(key, value); }
        return visit_;
    }

  private:
    bool read_slots() {
        const Tree* slots = request_.find("slots");
        if (slots == nullptr || !slots->is_list() || slots->items.empty() || slots->items.size() > 32) {
            return false;
        }
        for (const Tree& slot : slots->items) {
            if (!is_string(slot) || !is_id(slot.text)) { return false; }
            if (std::count(visit_.slots.begin(), visit_.slots.end(), slot.text) != 0) { continue; }
            visit_.slots.push_back(slot.text);
            if (!rules_.slots.contains(slot.text)) { ++visit_.unknown; }
        }
        return true;
    }

    void read_member(const std::string& key, const Tree& value) {
        static const std::set<std::string> groups = {"page", "device", "location", "behaviour", "time"};
        static const std::set<std::string> others = {"slots",   "consent", "bucket",
                                                     "exclude", "child",   "manifest"};
        if (!groups.contains(key) && !others.contains(key)) {
            ++visit_.unknown;
        } else if (comes_first(key)) {
            if (groups.contains(key)) { read_group(key, value); }
            if (key == "bucket") { read_bucket(value); }
            if (key == "exclude") { read_exclude(value); }
            if (key == "consent") { count_unknown_consent(value); }
            if (key == "child" && !is_truth(value)) { visit_.ignored.insert(key); }
            if (key == "manifest" && !is_string(value)) { visit_.ignored.insert(key); }
        }
    }

    // Of a member that comes twice the first counts.
    bool comes_first(const std::string& name) { return seen_.insert(name).second; }

    void read_bucket(const Tree& value) {
        visit_.bucket = whole_number_of(value, 0, 99);
        if (!visit_.bucket) { visit_.ignored.insert("bucket"); }
    }

    void count_unknown_consent(const Tree& consent) {
        static const std::set<std::string> ours = {"location", "behaviour", "history",   "measurement",
                                                   "at",       "version",   "gdpr",      "gpp_sid",
                                                   "tcf",      "gpp",       "us_privacy"};
        for (const auto& [member, value] : consent.entries) {
            visit_.unknown += ours.contains(member) ? 0 : 1;
        }
    }

    void read_exclude(const Tree& value) {
        const bool proper = value.is_list() && value.items.size() <= 256 &&
                            std::all_of(value.items.begin(), value.items.end(), is_string);
        if (!proper) { visit_.ignored.insert("exclude"); }
        for (const Tree& content : value.items) {
            if (proper) { visit_.excluded.insert(content.text); }
        }
    }

    void read_group(const std::string& group, const Tree& value) {
        if (!value.is_map()) {
            visit_.ignored.insert(group);
            return;
        }
        for (const auto& [member, fact] : value.entries) { read_signal(group + "." + member, fact); }
    }

    void read_signal(const std::string& name, const Tree& value) {
        const auto signal = rules_.vocabulary.find(name);
        if (name != "time.utc_offset" && signal == rules_.vocabulary.end()) {
            ++visit_.unknown;
            return;
        }
        if (!comes_first(name)) { return; }
        if (name == "time.utc_offset") {
            if (const auto minutes = whole_number_of(value, -720, 840)) {
                visit_.utc_offset = std::chrono::minutes{*minutes};
            } else {
                visit_.ignored.insert(name);
            }
            return;
        }
        const auto fact = name.starts_with("time.") ? std::nullopt : to_fact(name, signal->second, value);
        if (!fact) {
            visit_.ignored.insert(name);  // the clock alone tells the time
        } else if (std::includes(permitted_.granted.begin(), permitted_.granted.end(),
                                 signal->second.purposes.begin(), signal->second.purposes.end())) {
            visit_.known[name] = *fact;
        } else {
            visit_.withheld.insert(name);
        }
    }

    const RuleSet& rules_;
    const Tree& request_;
    Permissions permitted_;
    Visit visit_;
    std::set<std::string> seen_;
};

}  // namespace

std::optional<Visit> read_visit(const RuleSet& rules, const std::string& body, Instant now, Headers headers) {
    const auto request = read_json(body);
    if (!request || !request->is_map()) { return std::nullopt; }
    return Reader(rules, *request, now, headers).read();
}

}  // namespace passerby::reference
