#include <algorithm>
#include <cstdio>

#include "tests/property/layout.hpp"
#include "tests/property/make_case.hpp"
#include "tests/property/make_condition.hpp"

namespace passerby::property {

using reference::Tree;

std::vector<std::pair<std::string, std::string>> Case::texts() const {
    std::vector<std::pair<std::string, std::string>> texts;
    for (const auto& [name, tree] : files) {
        texts.emplace_back(name, layout == 0 ? reference::to_yaml(tree) : lay_out(tree, layout));
    }
    return texts;
}

std::string Case::body() const {
    return reference::to_json(request);
}

namespace {

Tree number(int value) {
    return Tree::literal(std::to_string(value));
}

class RulesMaker {
  public:
    RulesMaker(Random& random, RuleCount count) : random_(random), count_(count) {}

    Case make() {
        const Moment& moment = random_.pick(moments());
        const std::chrono::seconds away{random_.between(-3 * 86400, 3 * 86400)};
        made_.now = moment.around + (random_.percent(50) ? away / 24 : away);
        for (int i = random_.pick({1, 1, 2, 3}); i > 0; --i) {
            made_.files.emplace_back("f" + std::to_string(4 - i) + ".yaml", Tree{});
        }
        if (random_.percent(80)) { any_file().entries.emplace_back("timezone", Tree::word(moment.zone)); }

        std::vector<Letters> letters = built_in_letters();
        for (const Declarable& one : declarable_letters()) {
            if (!random_.percent(40)) { continue; }
            put("signals", one.signal, reference::read_yaml(one.declaration));
            letters.push_back(one);
        }
        // Few signals a set, so that rules meet.
        std::vector<Letters> few;
        for (int i = random_.between(2, 8); i > 0; --i) { few.push_back(random_.pick(letters)); }
        ConditionMaker conditions(random_, few);

        for (int i = 0, n = random_.between(0, 3); i < n; ++i) {
            const std::string name = "segment-" + std::to_string(i);
            Tree condition = conditions.condition(1);
            conditions.enter_segment(name, condition);
            put("segments", name, std::move(condition));
        }
        make_contents();
        make_slots(conditions);
        for (int i = 0, n = random_.between(count_.min, count_.max); i < n; ++i) { make_rule(i, conditions); }
        if (random_.percent(50)) { made_.layout = random_.next() | 1; }
        return made_;
    }

  private:
    using Entries = std::vector<std::pair<std::string, Tree>>;

    Tree& any_file() { return made_.files[static_cast<std::size_t>(random_.between(0, last_file()))].second; }
    int last_file() const { return static_cast<int>(made_.files.size()) - 1; }

    // The part of that name of some file.
    Tree& part(const std::string& name, Tree empty) {
        Tree& file = any_file();
        const auto found = std::find_if(file.entries.begin(), file.entries.end(),
                                        [&](const auto& entry) { return entry.first == name; });
        if (found != file.entries.end()) { return found->second; }
        return file.entries.emplace_back(name, std::move(empty)).second;
    }
    void put(const std::string& name, const std::string& id, Tree tree) {
        part(name, Tree::map({})).entries.emplace_back(id, std::move(tree));
    }

    void make_contents() {
        for (int i = 0, n = random_.between(2, 7); i < n; ++i) {
            const std::string id = "c" + std::to_string(i);
            Entries entries = {{"data", data(id)}};
            if (random_.percent(30)) {
                entries.emplace_back("exclusive", Tree::word(random_.pick<const char*>({"g1", "g2"})));
            }
            if (random_.percent(20)) {
                entries.emplace_back("cap", Tree::map({{"times", number(3)}, {"per", Tree::word("day")}}));
            }
            put("content", id, Tree::map(std::move(entries)));
            contents_.push_back(id);
        }
    }

    // What looks like something else than it is, quoted and not.
    Tree data(const std::string& id) {
        Entries members = {{"title", Tree::word(id)}};
        for (int i = 0, n = random_.pick({0, 0, 0, 1, 3}); i < n; ++i) {
            const Tree value = Tree::literal(random_.pick<const char*>({"true",
                                                                        "false",
                                                                        "null",
                                                                        "~",
                                                                        "yes",
                                                                        "1",
                                                                        "-0",
                                                                        "1.50",
                                                                        "1e3",
                                                                        "007",
                                                                        "0x10",
                                                                        ".5",
                                                                        "1.",
                                                                        "+1",
                                                                        "",
                                                                        "a b",
                                                                        "#",
                                                                        "\"",
                                                                        "Ä",
                                                                        "- x",
                                                                        "12:30",
                                                                        "1_000",
                                                                        "9007199254740993"}));
            members.emplace_back(
                "m" + std::to_string(i),
                random_.percent(70) ? value : Tree::list({value, Tree::map({{"deep", value}})}));
        }
        return Tree::map(std::move(members));
    }

    void make_slots(ConditionMaker& conditions) {
        for (int i = 0, n = random_.between(1, 3); i < n; ++i) {
            const std::string id = "s" + std::to_string(i);
            Entries entries;
            if (random_.percent(50)) {
                entries.emplace_back("fallback", Tree::word(random_.pick(contents_)));
            }
            if (random_.percent(40)) { entries.emplace_back("count", number(random_.between(1, 4))); }
            if (random_.percent(30)) { entries.emplace_back("when", conditions.condition(1)); }
            put("slots", id, Tree::map(std::move(entries)));
            slots_.push_back(id);
        }
    }

    void make_rule(int index, ConditionMaker& conditions) {
        Entries entries = {{"id", Tree::word("r" + std::to_string(index))}, {"slot", slot()}};
        if (random_.percent(85)) {
            entries.emplace_back("when", conditions.condition(random_.between(0, 3)));
        }
        entries.emplace_back("show", show());
        if (random_.percent(60)) {
            entries.emplace_back("priority", number(random_.pick({0, 1, 1, 2, -1, 1000000000, -1000000000})));
        }
        if (random_.percent(30)) { entries.emplace_back("weight", weight()); }
        if (random_.percent(30)) {
            entries.emplace_back("clock", Tree::word(random_.pick<const char*>({"site", "visitor"})));
        }
        make_schedule(entries);
        if (random_.percent(5)) { entries.emplace_back("enabled", Tree::literal("false")); }
        if (random_.percent(5)) { entries.emplace_back("notes", Tree::word("as agreed: # \"really\"")); }
        if (random_.percent(10)) { entries.emplace_back("why", why()); }
        part("rules", Tree::list({})).items.push_back(Tree::map(std::move(entries)));
    }

    Tree why() {
        if (random_.percent(50)) { return Tree::word("because we say so"); }
        return Tree::map({{"fr", Tree::word("parce que")}, {"DE", Tree::word("weil wir es sagen")}});
    }

    Tree slot() {
        if (slots_.size() == 1 || random_.percent(70)) { return Tree::word(random_.pick(slots_)); }
        std::vector<Tree> some;
        for (const std::string& slot : slots_) {
            if (some.empty() || random_.percent(50)) { some.push_back(Tree::word(slot)); }
        }
        return Tree::list(std::move(some));
    }

    Tree weight() {
        return Tree::literal(random_.pick<const char*>({"1", "2", "0.5", "70", "30", "1e-3", "1000000"}));
    }

    Tree show() {
        if (random_.percent(50)) { return Tree::word(random_.pick(contents_)); }
        std::vector<Tree> split;
        for (const std::string& content : contents_) {
            if (!split.empty() && random_.percent(60)) { continue; }
            Tree variant = Tree::word(content);
            if (random_.percent(50)) {
                variant = Tree::map({{"content", Tree::word(content)}, {"weight", weight()}});
            }
            split.push_back(std::move(variant));
        }
        return Tree::list(std::move(split));
    }

    // Near now, so that both sides of both ends are met; where both are given, further apart than any two
    // zones, so that no span is empty.
    void make_schedule(Entries& entries) {
        const bool begins = random_.percent(25), ends = random_.percent(25);
        const int from = random_.between(-96, 24);
        if (begins) { entries.emplace_back("from", written(from)); }
        if (ends) {
            entries.emplace_back(
                "until", written(begins ? from + random_.between(48, 120) : random_.between(-48, 48)));
        }
    }

    Tree written(int hours_from_now) {
        const auto at = made_.now + std::chrono::hours{hours_from_now};
        const auto day = std::chrono::floor<std::chrono::days>(at);
        const std::chrono::year_month_day date{day};
        const auto minutes = std::chrono::floor<std::chrono::minutes>(at - day).count() / 30 * 30;
        char text[64];
        int length = std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                                   static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
        const auto append = [&](const char* format, auto... values) {
            length += std::snprintf(text + length, sizeof text - static_cast<std::size_t>(length), format,
                                    values...);
        };
        if (random_.percent(70)) {
            append("T%02d:%02d", static_cast<int>(minutes / 60), static_cast<int>(minutes % 60));
            if (random_.percent(30)) { append(":%02d", random_.pick({0, 1, 59})); }
            if (random_.percent(30)) { append("%s", random_.pick<const char*>({"Z", "+02:00", "-05:30"})); }
        }
        return Tree::literal(text);
    }

    Random& random_;
    RuleCount count_;
    Case made_;
    std::vector<std::string> contents_, slots_;
};

}  // namespace

Case make_rules(Random& random, RuleCount count) {
    return RulesMaker(random, count).make();
}

}  // namespace passerby::property
