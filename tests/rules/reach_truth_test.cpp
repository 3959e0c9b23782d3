// The estimate of a rule's reach against the truth: populations of visits whose shares are told, and a rule
// that is decided for each of them. Whatever goes together with whatever, the truth lies between `least` and
// `most`; where nothing has to do with anything, it is what is likely.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "engine/compile.hpp"
#include "engine/consent.hpp"
#include "engine/decide.hpp"
#include "rules/reach.hpp"
#include "tests/rules/loading.hpp"

namespace passerby::rules {
namespace {

// One visit, as many times as it weighs.
struct Visit {
    double weight = 0;
    std::string section;  // empty: unknown
    std::vector<std::string_view> topics;
    bool topics_known = true;
    int level = 0;  // negative: unknown
    int hour = 0;   // of a Monday
};
using Visits = std::vector<Visit>;

constexpr std::string_view sections[] = {"a", "b", "c", "d"};
const std::vector<std::string_view> sets[] = {{}, {"x"}, {"y"}, {"x", "y"}};

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : random_(seed) {}
    std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
    double weight() { return static_cast<double>(1 + below(1000)); }
    std::string one_of(std::vector<std::string> texts) { return texts[below(texts.size())]; }

  private:
    std::mt19937_64 random_;
};

void even_out(Visits& visits) {
    double sum = 0;
    for (const Visit& visit : visits) { sum += visit.weight; }
    for (Visit& visit : visits) { visit.weight /= sum; }
}

// So few that everything goes together with something; some of it unknown.
Visits correlated(Dice& dice) {
    Visits visits(3 + dice.below(20));
    for (Visit& visit : visits) {
        visit = {dice.weight(),     std::string(sections[dice.below(4)]), sets[dice.below(4)],
                 dice.below(5) > 0, static_cast<int>(dice.below(5)) - 1,  static_cast<int>(dice.below(24))};
        if (dice.below(5) == 0) { visit.section.clear(); }
    }
    even_out(visits);
    return visits;
}

Visits independent(Dice& dice) {
    std::array<double, 4> of_section, of_level;
    std::array<double, 6> of_hour;
    for (auto* weights : {&of_section, &of_level}) {
        for (double& weight : *weights) { weight = dice.weight(); }
    }
    for (double& weight : of_hour) { weight = dice.weight(); }
    const double x = dice.weight() / 1001, y = dice.weight() / 1001;
    Visits visits;
    for (std::size_t s = 0; s < 4; ++s) {
        for (std::size_t t = 0; t < 4; ++t) {
            for (std::size_t level = 0; level < 4; ++level) {
                for (std::size_t h = 0; h < 6; ++h) {
                    const double of_topics = (t & 1 ? x : 1 - x) * (t & 2 ? y : 1 - y);
                    visits.push_back({of_section[s] * of_topics * of_level[level] * of_hour[h],
                                      std::string(sections[s]), sets[t], true, static_cast<int>(level),
                                      static_cast<int>(4 * h)});
                }
            }
        }
    }
    even_out(visits);
    return visits;
}

// What an operator would write into the configuration: not of section `d`, so that something is left to the
// rest.
GivenShares shares_of(const Visits& visits) {
    GivenShares shares;
    for (int hour = 0; hour < 24; ++hour) { shares["time.hour"][std::to_string(hour)] = 0; }
    shares["time.weekday"]["mon"] = 1;
    for (const Visit& visit : visits) {
        if (!visit.section.empty() && visit.section != "d") {
            shares["page.section"][visit.section] += visit.weight;
        }
        if (visit.level >= 0) { shares["page.level"][std::to_string(visit.level)] += visit.weight; }
        shares["time.hour"][std::to_string(visit.hour)] += visit.weight;
        if (!visit.topics_known) { continue; }
        for (const std::string_view topic : visit.topics) {
            shares["page.topics"][std::string(topic)] += visit.weight;
        }
    }
    return shares;
}

std::string test_of(std::string_view signal, Dice& dice) {
    if (signal == "section") {
        return "page.section: " + dice.one_of({"a", "[a, b]", "{not: c}", "{not: [a, B]}", "[c, B]"});
    }
    if (signal == "topics") {
        return "page.topics: " + dice.one_of({"x", "[x, y]", "{all: [x, y]}", "{not: y}", "{not: [x, y]}"});
    }
    if (signal == "level") {
        return "page.level: " + dice.one_of({"0", "1-2", "{min: 2}", "{not: 1}", "[0, 3]"});
    }
    return "time.hour: " + dice.one_of({"0-11", "20-3", "[4, 16]", "{not: 8-12}"});
}

// Each signal at most once, whatever is above it.
std::string condition_of(std::vector<std::string_view> signals, Dice& dice) {
    if (signals.size() == 1) {
        const std::string test = "{" + test_of(signals[0], dice) + "}";
        return dice.below(4) == 0 ? "{not: " + test + "}" : test;
    }
    const std::size_t half = 1 + dice.below(signals.size() - 1);
    const auto middle = signals.begin() + static_cast<std::ptrdiff_t>(half);
    return "{" + dice.one_of({"all", "any"}) + ": [" + condition_of({signals.begin(), middle}, dice) + ", " +
           condition_of({middle, signals.end()}, dice) + "]}";
}

// Any of them, any number of times.
std::string wild_condition(Dice& dice) {
    std::vector<std::string_view> signals;
    for (std::size_t i = 1 + dice.below(6); i > 0; --i) {
        constexpr std::string_view names[] = {"section", "topics", "level", "hour"};
        signals.push_back(names[dice.below(4)]);
    }
    return condition_of(signals, dice);
}

Loaded rule_of(const std::string& condition) {
    return load_text(
        "a.yaml",
        "slots: {hero: {}}\ncontent: {c: {}}\nsignals: {page.level: {type: integer, min: 0, max: 3}}\n"
        "rules: [{id: a, slot: hero, show: c, when: " +
            condition + "}]\n",
        {.now = std::nullopt, .lint = false});
}

// The share of visits that the rule wins.
double truth_of(const engine::RuleSet& set, const Visits& visits) {
    const auto index = engine::compile(set);
    const auto level = index->vocabulary().find("page.level").value();
    const engine::ConsentGate gate({});
    engine::Scratch scratch;
    engine::Chance chance(1);
    double share = 0;
    for (const Visit& visit : visits) {
        engine::Signals signals;
        signals.start(index->vocabulary());
        if (!visit.section.empty()) { signals.offer(engine::signals::page_section, visit.section); }
        if (visit.topics_known) { signals.offer(engine::signals::page_topics, std::span(visit.topics)); }
        if (visit.level >= 0) { signals.offer(level, static_cast<double>(visit.level)); }
        const engine::Instant monday{std::chrono::sys_days{std::chrono::year(2026) / 11 / 23}};
        const auto context = gate.admit(signals, {}, monday + std::chrono::hours{visit.hour}, std::nullopt);
        const engine::SlotId slots[] = {0};
        const engine::Request request{.slots = slots, .excluded = {}, .bucket = std::uint8_t{0}};
        const auto decision = engine::decide(*index, context, request, chance, scratch);
        if (!decision.slots[0].choices.empty()) { share += visit.weight; }
    }
    return share;
}

constexpr double rounding = 1e-9;

TEST(ReachTruth, lies_between_the_bounds_whatever_goes_together) {
    std::size_t told_something = 0;
    for (std::uint64_t seed = 1; seed <= 600; ++seed) {
        Dice dice(seed);
        const Visits visits = correlated(dice);
        const std::string condition = wild_condition(dice);
        const Loaded loaded = rule_of(condition);
        ASSERT_TRUE(loaded.rule_set) << condition;
        const Guard guard{.visits_per_day = 1. / 30, .shares = shares_of(visits)};
        const Reach reach = ReachEstimator(*loaded.rule_set, guard).of(loaded.rule_set->rules[0]);
        const double truth = truth_of(*loaded.rule_set, visits);
        ASSERT_LE(reach.least, truth + rounding) << "seed " << seed << ": " << condition;
        ASSERT_GE(reach.most, truth - rounding) << "seed " << seed << ": " << condition;
        ASSERT_LE(reach.least, reach.likely + rounding) << "seed " << seed << ": " << condition;
        ASSERT_GE(reach.most, reach.likely - rounding) << "seed " << seed << ": " << condition;
        told_something += reach.most < .9 || reach.least > .1;
    }
    EXPECT_GT(told_something, 300u) << "too few to mean anything";
}

TEST(ReachTruth, is_likely_where_nothing_has_to_do_with_anything) {
    for (std::uint64_t seed = 1; seed <= 150; ++seed) {
        Dice dice(seed);
        const Visits visits = independent(dice);
        const std::string condition = condition_of({"hour", "section", "level", "topics"}, dice);
        const Loaded loaded = rule_of(condition);
        ASSERT_TRUE(loaded.rule_set) << condition;
        const Guard guard{.visits_per_day = 1. / 30, .shares = shares_of(visits)};
        const Reach reach = ReachEstimator(*loaded.rule_set, guard).of(loaded.rule_set->rules[0]);
        ASSERT_NEAR(reach.likely, truth_of(*loaded.rule_set, visits), 1e-6)
            << "seed " << seed << ": " << condition;
    }
}

}  // namespace
}  // namespace passerby::rules
