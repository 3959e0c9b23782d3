#include "rules/rule_tests.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/limits.hpp"
#include "rules/files.hpp"
#include "rules/json_text.hpp"
#include "rules/parse_given.hpp"
#include "rules/parse_keys.hpp"
#include "rules/parse_schedule.hpp"
#include "rules/reference.hpp"
#include "rules/yaml_reader.hpp"

namespace passerby::rules {

namespace {

using engine::Reason;

constexpr std::string_view nothing_expected = "none";
constexpr Reason reasons[] = {Reason::targeting_match, Reason::split, Reason::fallback};

Names names_of(const engine::RuleSet& set) {
    Names names;
    names.rules.reserve(set.rules.size());
    for (const auto& slot : set.slots) { names.slots.take(slot.id, slot.place); }
    for (const auto& content : set.contents) { names.contents.take(content.id, content.place); }
    for (const auto& rule : set.rules) { names.rules.take(rule.id, rule.place); }
    return names;
}

// What one slot must choose.
class ExpectReader {
  public:
    ExpectReader(Reading& reading, const engine::RuleSet& set)
        : reading_(reading), report_(reading.report), scalars_(report_), set_(set) {}

    std::optional<ExpectedSlot> read(Node name, Node value) {
        const auto slot = find_slot(reading_, name);
        if (!slot) return std::nullopt;
        ExpectedSlot expected{.slot = *slot, .choices = {}, .place = report_.place(name)};
        slot_ = *slot;
        if (value.is_sequence()) {
            for (Node item : value.items()) { read_choice(item, expected.choices); }
        } else if (!(value.is_scalar() && value.text() == nothing_expected)) {
            read_choice(value, expected.choices);
        }
        if (const std::size_t count = set_.slots[slot_].count; expected.choices.size() > count) {
            say_impossible(value, fmt::format("{} makes at most {} choice{}", backticked(name.text()), count,
                                              count == 1 ? "" : "s"));
        }
        return expected;
    }

  private:
    void read_choice(Node node, std::vector<ExpectedChoice>& choices) {
        static constexpr Key<ExpectReader> keys[] = {{"rule", &ExpectReader::read_rule},
                                                     {"content", &ExpectReader::read_content},
                                                     {"reason", &ExpectReader::read_reason}};
        choice_ = {};
        choice_.place = report_.place(node);
        if (node.is_scalar()) {
            if (node.text() == nothing_expected) {
                return say_impossible(node, "`none` stands alone: the slot stays empty");
            }
            read_rule(node);
        } else if (scalars_.is_mapping(node, "what a slot shows",
                                       "write the id of a rule, `{content: ID}` or `none`")) {
            read_keys(report_, node, "what is expected", keys, *this);
            check_choice(node);
        }
        choices.push_back(choice_);
    }

    void read_rule(Node node) {
        const auto text = scalars_.text(node, "the id of a rule");
        if (!text) return;
        const auto known = reading_.names.rules.find(*text);
        if (!known) return say_unknown_rule(node, *text);
        choice_.rule = known->id;
        const engine::Rule& rule = set_.rules[known->id];
        if (std::find(rule.slots.begin(), rule.slots.end(), slot_) == rule.slots.end()) {
            say_impossible(node, fmt::format("the rule {} does not fill {}", backticked(rule.id),
                                             backticked(set_.slots[slot_].id)));
        } else if (!rule.enabled) {
            say_impossible(node, fmt::format("the rule {} is not enabled", backticked(rule.id)));
        }
    }

    void say_unknown_rule(Node node, std::string_view text) {
        std::string hint = report_.did_you_mean(text, reading_.names.rules.all());
        if (hint.empty() && reading_.names.contents.find(text))
            hint = fmt::format("it is a content: write `{{content: {}}}`", text);
        report_.say(node, "unknown-rule", fmt::format("there is no rule {}", backticked(text)),
                    std::move(hint));
    }

    void read_content(Node node) { choice_.content = find_content(reading_, node); }

    void read_reason(Node node) {
        const auto text = scalars_.text(node, "`reason`");
        if (!text) return;
        std::string_view words[std::size(reasons)];
        for (std::size_t i = 0; i < std::size(reasons); ++i) {
            words[i] = engine::name_of(reasons[i]);
            if (words[i] == *text) choice_.reason = reasons[i];
        }
        if (choice_.reason) return;
        report_.say(node, "unknown-word",
                    fmt::format("`reason` is {}, not {}", listed(words), backticked(*text)),
                    report_.did_you_mean(*text, words));
    }

    void check_choice(Node node) {
        if (choice_.rule && choice_.reason == Reason::fallback) {
            return say_impossible(node, "`DEFAULT` is the reason of a fallback, which has no rule");
        }
        if (!choice_.rule || !choice_.content) return;
        const engine::Rule& rule = set_.rules[*choice_.rule];
        const bool shows =
            std::any_of(rule.show.begin(), rule.show.end(),
                        [&](const engine::Variant& variant) { return variant.content == *choice_.content; });
        if (!shows) {
            say_impossible(node, fmt::format("the rule {} never shows {}", backticked(rule.id),
                                             backticked(set_.contents[*choice_.content].id)));
        }
    }

    void say_impossible(Node node, std::string message) {
        report_.say(node, "impossible-test", std::move(message));
    }

    Reading& reading_;
    Report& report_;
    ScalarReader scalars_;
    const engine::RuleSet& set_;
    engine::SlotId slot_ = 0;
    ExpectedChoice choice_;
};

// One file of tests.
class TestReader {
  public:
    TestReader(Reading& reading, const engine::RuleSet& set, std::vector<RuleTest>& tests)
        : report_(reading.report),
          scalars_(report_),
          schedule_(reading),
          given_(reading),
          expect_(reading, set),
          tests_(tests) {}

    void read_file(Node root) {
        static constexpr Key<TestReader> keys[] = {{"tests", &TestReader::read_tests, Need::required}};
        if (scalars_.is_mapping(root, "a file of tests", "begin it with `tests:`")) {
            read_keys(report_, root, "a file of tests", keys, *this);
        }
    }

  private:
    void read_tests(Node list) {
        if (is_blank(list) || !scalars_.is_list(list, "`tests`")) return;
        for (Node item : list.items()) { read_test(item); }
    }

    void read_test(Node node) {
        static constexpr Key<TestReader> keys[] = {{"name", &TestReader::read_name},
                                                   {"at", &TestReader::read_at},
                                                   {"given", &TestReader::read_given},
                                                   {"expect", &TestReader::read_expect, Need::required}};
        const std::size_t said_before = report_.said();
        if (!scalars_.is_mapping(node, "a test", "it has `name`, `at`, `given` and `expect`")) return;
        test_ = {};
        members_.clear();
        slots_.clear();
        test_.place = report_.place(node);
        test_.name = report_.spell(test_.place);
        read_keys(report_, node, "a test", keys, *this);
        if (report_.said() != said_before) return;
        write_request();
        tests_.push_back(std::move(test_));
    }

    void read_name(Node value) {
        if (const auto text = scalars_.text(value, "`name`")) test_.name = *text;
    }
    void read_at(Node value) { test_.at = schedule_.at(value); }
    void read_given(Node value) {
        members_ = given_.read(value);
        test_.has_bucket = given_.has_bucket();
    }
    void read_expect(Node value) {
        if (!scalars_.is_mapping(value, "`expect`", "write e.g. `{hero: RULE}`")) return;
        if (value.size() == 0) {
            return report_.say(value, "empty", "`expect` names no slot", "write e.g. `{hero: RULE}`");
        }
        if (constexpr std::size_t most = engine::limits::asked_slots_max; value.size() > most) {
            report_.say(value, "too-many-values", fmt::format("a request asks for at most {} slots", most));
        }
        for (auto [slot, choices] : value.entries()) {
            if (auto expected = expect_.read(slot, choices)) {
                test_.expect.push_back(*std::move(expected));
                slots_.push_back(slot.text());
            }
        }
    }

    void write_request() {
        test_.request = R"({"slots":)";
        char before = '[';
        for (std::string_view slot : slots_) {
            test_.request += before;
            append_json_string(test_.request, slot);
            before = ',';
        }
        test_.request += ']';
        if (!members_.empty()) test_.request += ',' + members_;
        test_.request += '}';
    }

    Report& report_;
    ScalarReader scalars_;
    ScheduleReader schedule_;
    GivenReader given_;
    ExpectReader expect_;
    std::vector<RuleTest>& tests_;
    RuleTest test_;        // the one at hand
    std::string members_;  // what it gives, as JSON
    std::vector<std::string_view> slots_;
};

}  // namespace

RuleTests read_rule_tests(std::vector<Source> sources, const engine::RuleSet& rule_set) {
    RuleTests out;
    std::vector<std::string> files;
    for (Source& source : sources) {
        files.push_back(source.name());
        out.sources.push_back(std::make_shared<const Source>(std::move(source)));
    }
    Report report(files, out.issues);
    Names names = names_of(rule_set);
    Reading reading{
        .report = report, .names = names, .vocabulary = rule_set.vocabulary, .zone = rule_set.zone};
    TestReader reader(reading, rule_set, out.tests);
    for (std::size_t i = 0; i < out.sources.size(); ++i) {
        report.enter(static_cast<std::uint32_t>(i));
        const Document document = read_yaml(files[i], out.sources[i]->text(), out.issues);
        if (!document.empty()) reader.read_file(document.root());
    }
    sort_issues(out.issues);
    return out;
}

RuleTests read_rule_tests(std::span<const FoundFile> files, const engine::RuleSet& rule_set) {
    std::vector<Issue> unreadable;
    std::vector<Source> sources;
    for (const FoundFile& file : files) {
        if (auto text = read_file(file, unreadable)) sources.emplace_back(file.name, *std::move(text));
    }
    RuleTests out = read_rule_tests(std::move(sources), rule_set);
    out.issues.insert(out.issues.begin(), unreadable.begin(), unreadable.end());
    sort_issues(out.issues);
    return out;
}

}  // namespace passerby::rules
