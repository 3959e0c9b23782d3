// What a warning says is so: random rule sets, and every moment that their signals can tell apart.
//
// A rule called shadowed wins at none of them; a rule of one conjunction called contradictory holds at none.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "engine/compile.hpp"
#include "engine/consent.hpp"
#include "engine/decide.hpp"
#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

using engine::Instant;

// Writes rule sets of few signals, each with few values, so that much of it meets.
class RuleSetWriter {
  public:
    explicit RuleSetWriter(std::uint64_t seed) : random_(seed) {}

    std::string write() {
        std::string text = "slots: {hero: {}, side: {count: 2, when: " + condition(1) +
                           "}}\n"
                           "signals: {page.level: {type: integer, min: 0, max: 3}, page.mood: {type: string, "
                           "values: [a, b, c]}}\n"
                           "content: {c0: {}, c1: {}, c2: {exclusive: g}, c3: {cap: {times: 1, per: day}}, "
                           "d0: {}, d1: {}, d2: {}, d3: {}, d4: {}, d5: {}, d6: {}, d7: {}, d8: {}, d9: {}}\n"
                           "segments: {s: " +
                           condition(1) + ", t: " + condition(1) +
                           "}\n"
                           "rules:\n";
        for (int i = 0; i < 10; ++i) {
            text += "  - {id: r" + std::to_string(i) +
                    ", slot: " + one_of({"hero", "hero", "side", "[hero, side]"}) +
                    ", priority: " + std::to_string(below(9)) + ", show: " +
                    one_of({"d" + std::to_string(i), "d" + std::to_string(i), "d" + std::to_string(i),
                            "[c0, c1]", "c2", "c3"}) +
                    (below(8) == 0 ? "" : ", when: " + (below(2) == 0 ? condition(2) : "{" + test() + "}")) +
                    one_of({"", "", ", clock: site"}) +
                    one_of({"", "", ", from: 2030-01-01", ", until: 2030-01-01"}) + "}\n";
        }
        return text;
    }

  private:
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
    std::string one_of(std::vector<std::string> texts) { return texts[below(texts.size())]; }

    std::string test() {
        return one_of({"page.mood: a",
                       "page.mood: [a, b]",
                       "page.mood: {not: c}",
                       "page.mood: {not: [a, b]}",
                       "page.mood: {prefix: a}",
                       "page.mood: {not: a, glob: '?'}",
                       "page.level: 1-2",
                       "page.level: {min: 2}",
                       "page.level: {not: 0}",
                       "page.level: {above: 0, below: 2}",
                       "page.level: [0, 3]",
                       "page.topics: x",
                       "page.topics: [x, y]",
                       "page.topics: {all: [x, y]}",
                       "page.topics: {not: x}",
                       "page.topics: {not: [x, y]}",
                       "page.path: {prefix: /a}",
                       "page.path: {not: /a/b}",
                       "page.path: [/a/b, /c]",
                       "page.path: {glob: '/a/*'}",
                       "time.hour: 22-2",
                       "time.hour: 0-11"});
    }

    std::string condition(int depth) {
        std::string text = "{" + test();
        std::set<std::string> used{text.substr(1, text.find(':') - 1)};
        for (std::size_t more = below(3); more > 0; --more) {
            std::string entry =
                depth == 0
                    ? test()
                    : one_of({test(), test(), "not: " + condition(depth - 1),
                              "any: [" + condition(0) + ", " + condition(depth - 1) + "]",
                              "all: [" + condition(0) + ", " + condition(depth - 1) + "]",
                              depth == 2 ? "segment: s" : test(), depth == 2 ? "segment: [s, t]" : test()});
            if (used.insert(entry.substr(0, entry.find(':'))).second) { text += ", " + entry; }
        }
        return text + "}";
    }

    std::mt19937_64 random_;
};

// Calls `each(context)` for every moment.
template <class Each>
void for_moments(const engine::Vocabulary& vocabulary, Each each) {
    using Texts = std::vector<std::string_view>;
    const auto mood = vocabulary.find("page.mood").value();
    const auto level = vocabulary.find("page.level").value();
    const std::vector<Texts> topics = {{}, {"x"}, {"y"}, {"x", "y"}, {"z"}};
    const engine::ConsentGate gate({});
    for (const std::string_view path : {"/a/b", "/a/c", "/a", "/c", "/d"}) {
        for (const Texts& set : topics) {
            for (const std::string_view value : {"a", "b", "c"}) {
                for (double number = 0; number <= 3; ++number) {
                    for (const int hour : {1, 12, 23}) {
                        engine::Signals signals;
                        signals.start(vocabulary);
                        signals.offer(engine::signals::page_path, path);
                        signals.offer(engine::signals::page_topics, std::span(set));
                        signals.offer(mood, value);
                        signals.offer(level, number);
                        const Instant now =
                            Instant{std::chrono::sys_days{std::chrono::year(2029) / 12 / 31}} +
                            std::chrono::hours{hour + 12 * (hour == 12 ? 2 : 0)};
                        each(gate.admit(signals, {}, now, std::chrono::hours{10}));
                    }
                }
            }
        }
    }
}

std::set<std::string> rules_with(const Loaded& loaded, std::string_view code) {
    std::set<std::string> ids;
    for (const Issue& issue : loaded.issues) {
        if (issue.code != code) { continue; }
        for (const engine::Rule& rule : loaded.rule_set->rules) {
            if (rule.place.line == issue.line) { ids.insert(rule.id); }
        }
    }
    return ids;
}

// Whether a condition is nothing but tests that must all hold, so that one contradiction in it ends it.
bool is_plain(const engine::Condition& condition) {
    using Kind = engine::Condition::Kind;
    if (condition.kind == Kind::test) { return true; }
    if (condition.kind != Kind::all) { return false; }
    return std::all_of(condition.children.begin(), condition.children.end(), is_plain);
}

TEST(LintSoundness, shadowed_rules_never_win_and_contradictory_ones_never_hold) {
    std::size_t shadowed_rules = 0, contradictory_rules = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const std::string text = RuleSetWriter(seed).write();
        const Loaded loaded = load_set(text);
        ASSERT_TRUE(loaded.rule_set) << text << first_remark(loaded);
        const auto shadowed = rules_with(loaded, "shadowed");
        const auto contradictory = rules_with(loaded, "contradiction");
        shadowed_rules += shadowed.size();
        contradictory_rules += contradictory.size();
        const auto index = engine::compile(*loaded.rule_set);
        const engine::SlotId slots[] = {0, 1};
        engine::Scratch scratch;
        for_moments(index->vocabulary(), [&](const engine::Context& context) {
            for (std::uint8_t bucket = 0; bucket < 100; bucket = static_cast<std::uint8_t>(bucket + 50)) {
                engine::Chance chance(seed);
                const engine::Request request{.slots = slots, .excluded = {}, .bucket = bucket};
                for (const engine::SlotDecision& decision :
                     engine::decide(*index, context, request, chance, scratch).slots) {
                    for (const engine::Choice& choice : decision.choices) {
                        if (!choice.rule) { continue; }
                        const engine::Rule& rule = loaded.rule_set->rules[*choice.rule];
                        ASSERT_FALSE(shadowed.contains(rule.id)) << rule.id << " won, seed " << seed << "\n"
                                                                 << text;
                        ASSERT_FALSE(contradictory.contains(rule.id) && is_plain(rule.when) &&
                                     rule.slots.size() == 1)
                            << rule.id << " held, seed " << seed << "\n"
                            << text;
                    }
                }
            }
        });
    }
    EXPECT_GT(shadowed_rules, 20u) << "too few to mean anything";
    EXPECT_GT(contradictory_rules, 20u) << "too few to mean anything";
}

}  // namespace
}  // namespace passerby::rules
