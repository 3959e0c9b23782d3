#include <algorithm>
#include <cstdio>
#include <map>

#include "tests/property/alphabet.hpp"
#include "tests/property/make_case.hpp"

namespace passerby::property {

using reference::Tree;

namespace {

using Entries = std::vector<std::pair<std::string, Tree>>;

class RequestMaker {
  public:
    RequestMaker(Random& random, const Case& rules) : random_(random), rules_(rules) {}

    Tree make() {
        // Some visits tell nearly everything, some hardly anything.
        told_ = random_.pick({95, 80, 80, 50, 10});
        odd_ = random_.pick({0, 0, 0, 3, 15});
        entries_.emplace_back("slots", slots());
        make_groups();
        make_time();
        if (random_.percent(85)) { entries_.emplace_back("consent", consent()); }
        if (random_.percent(60)) {
            entries_.emplace_back("bucket", maybe_odd(number(random_.between(0, 99))));
        }
        if (random_.percent(30)) { entries_.emplace_back("exclude", exclude()); }
        if (random_.percent(4)) { entries_.emplace_back("child", Tree::literal("true")); }
        if (random_.percent(10)) { entries_.emplace_back("user_id", Tree::word("someone")); }
        // The members of a JSON object have no order.
        for (std::size_t i = entries_.size(); i > 1; --i) {
            std::swap(entries_[i - 1], entries_[random_.next() % i]);
        }
        if (random_.percent(odd_)) { entries_.push_back(random_.pick(entries_)); }
        return Tree::map(entries_);
    }

  private:
    static Tree number(int value) { return Tree::literal(std::to_string(value)); }

    // The ids of a part of the rule set, over all its files.
    std::vector<std::string> ids(const std::string& part) const {
        std::vector<std::string> ids;
        for (const auto& [name, file] : rules_.files) {
            const Tree* found = file.find(part);
            if (found == nullptr) { continue; }
            for (const auto& [id, tree] : found->entries) { ids.push_back(id); }
        }
        std::sort(ids.begin(), ids.end());
        return ids;
    }

    Tree slots() {
        std::vector<Tree> slots;
        for (const std::string& slot : ids("slots")) {
            if (random_.percent(80)) { slots.push_back(Tree::word(slot)); }
        }
        if (slots.empty() || random_.percent(5)) { slots.push_back(Tree::word("no-such-slot")); }
        if (slots.size() > 1 && random_.percent(30)) { std::swap(slots.front(), slots.back()); }
        if (random_.percent(5)) { slots.push_back(slots.front()); }
        return Tree::list(std::move(slots));
    }

    void make_groups() {
        std::vector<std::pair<std::string, Entries>> groups = {
            {"page", {}}, {"device", {}}, {"location", {}}, {"behaviour", {}}};
        const auto tell = [&](const Letters& letters) {
            const std::size_t dot = letters.signal.find('.');
            const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) {
                return one.first == letters.signal.substr(0, dot);
            });
            if (!random_.percent(told_)) { return; }
            group->second.emplace_back(letters.signal.substr(dot + 1), maybe_odd(value(letters)));
            if (random_.percent(odd_)) {
                group->second.emplace_back(group->second.back().first, value(letters));
            }
        };
        for (const Letters& letters : built_in_letters()) { tell(letters); }
        const auto declared = ids("signals");
        for (const Declarable& letters : declarable_letters()) {
            const bool known = std::binary_search(declared.begin(), declared.end(), letters.signal);
            if (known || random_.percent(5)) { tell(letters); }
        }
        for (auto& [name, members] : groups) {
            if (members.empty() && random_.percent(70)) { continue; }
            if (random_.percent(odd_)) { members.emplace_back("postcode", Tree::word("10115")); }
            entries_.emplace_back(name, maybe_odd(Tree::map(std::move(members))));
        }
    }

    Tree value(const Letters& letters) {
        if (letters.type == "set") {
            std::vector<Tree> members;
            for (int i = random_.between(0, 3); i > 0; --i) { members.push_back(text(letters)); }
            return Tree::list(std::move(members));
        }
        if (letters.type == "string") { return text(letters); }
        return Tree::literal(random_.pick(letters.values));
    }

    Tree text(const Letters& letters) {
        const std::string value = random_.pick(letters.values);
        if (letters.signal == "page.path" && random_.percent(20)) {
            return Tree::word(value + random_.pick<const char*>({"?q=/a", "#top", "/"}));
        }
        return Tree::word(value);
    }

    // Something that no signal, or not this one, can be.
    Tree maybe_odd(Tree value) {
        if (!random_.percent(odd_)) { return value; }
        static const std::vector<const char*> odd = {
            "null",         "true",         "\"\"",       "\"UK\"",     "\"mobile\"",
            "-1",           "1.5",          "5.0",        "100",        "1e16",
            "-720.0",       "841",          "[]",         "[1]",        "[\"\"]",
            "[\"a\",null]", "{}",           "\"~other\"", "\"~OTHER\"", "{\"path\":\"/a\"}",
            "\"5\"",        "[[\"sport\"]]"};
        return *reference::read_json(std::string("[") + random_.pick(odd) + "]")->items.begin();
    }

    void make_time() {
        if (!random_.percent(60)) { return; }
        // Whole quarters of an hour, as zones have them, and what no zone has.
        const int quarter = random_.percent(80) ? random_.between(-48, 56) * 15 : random_.between(-720, 840);
        Entries members = {{"utc_offset", maybe_odd(number(quarter))}};
        if (random_.percent(odd_)) { members.emplace_back("hour", number(12)); }
        entries_.emplace_back("time", Tree::map(std::move(members)));
    }

    Tree consent() {
        if (random_.percent(3)) { return Tree::literal("null"); }
        Entries members;
        for (const char* purpose : {"location", "behaviour", "history", "measurement"}) {
            if (random_.percent(10)) { continue; }
            members.emplace_back(purpose, Tree::literal(random_.percent(85) ? "true" : "false"));
            if (random_.percent(odd_)) { members.back().second = Tree::word("true"); }
        }
        if (random_.percent(95)) { members.emplace_back("at", maybe_odd(Tree::word(consent_date()))); }
        if (random_.percent(odd_)) { members.emplace_back("tcf", Tree::word("CPexample")); }
        if (random_.percent(odd_)) { members.emplace_back("marketing", Tree::literal("true")); }
        if (random_.percent(odd_) && !members.empty()) { members.push_back(members.front()); }
        return Tree::map(std::move(members));
    }

    std::string consent_date() {
        const int days_ago =
            random_.percent(70) ? random_.between(0, 170) : random_.pick({-3, -1, 179, 180, 181, 500});
        const auto day = std::chrono::floor<std::chrono::days>(rules_.now) - std::chrono::days{days_ago};
        const std::chrono::year_month_day date{day};
        char text[32];
        std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                      static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
        return text +
               std::string(random_.pick<const char*>({"", "", "T12:00Z", "T23:59:59", "T01:00+02:00"}));
    }

    Tree exclude() {
        std::vector<Tree> contents;
        for (const std::string& content : ids("content")) {
            if (random_.percent(40)) { contents.push_back(Tree::word(content)); }
        }
        if (random_.percent(10)) { contents.push_back(Tree::word("gone")); }
        return maybe_odd(Tree::list(std::move(contents)));
    }

    Random& random_;
    const Case& rules_;
    Entries entries_;
    int told_ = 80, odd_ = 0;  // per cent
};

}  // namespace

void make_request(Random& random, Case& made) {
    made.request = RequestMaker(random, made).make();
    made.headers = {.gpc = random.percent(4), .dnt = random.percent(4)};
}

}  // namespace passerby::property
