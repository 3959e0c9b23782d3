// The rule sets of the workload; moments are in workload_moments.cpp.
#include "bench/workload.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "bench/workload_values.hpp"

namespace passerby::bench {

namespace {

using namespace engine;

Condition wrap(SignalId signal, Operator op) {
    Condition condition;
    condition.kind = Condition::Kind::test;
    condition.test = Test{signal, {std::move(op)}};
    return condition;
}

Condition group(Condition::Kind kind, std::vector<Condition> children) {
    Condition condition;
    condition.kind = kind;
    condition.listed = true;
    condition.children = std::move(children);
    return condition;
}

// How tests are drawn: by chance negated or not, and how wide.
struct Taste {
    double negated;         // the share of tests that are
    bool few_when_negated;  // `{not: one value}`, else half of what there is
};
constexpr Taste usual{0.094, true}, inverted{1, false};

// Draws single tests.
class TestMaker {
  public:
    TestMaker(Chance& chance, Taste taste) : chance_(chance), taste_(taste) {}

    // One of the 13 usual attributes.
    Condition usual_test(std::size_t attribute) {
        const Values& all = values();
        switch (attribute) {
            case 0: return listed(signals::location_country, all.country, 1);
            case 1: return listed(signals::location_region, all.region, 3);
            case 2: return closed(signals::device_type, device_types, 1);
            case 3: return closed(signals::device_os, device_systems, 1);
            case 4: return closed(signals::device_browser, device_browsers, 1);
            case 5: return listed(signals::page_language, all.language, 1);
            case 6: return range(signals::time_hour, hours, 2);
            case 7: return range(signals::time_weekday, weekdays, 1);
            case 8: return listed(signals::page_section, all.section, 1);
            case 9: return listed(signals::page_topics, all.topic, 1);
            case 10: return listed(signals::page_keywords, all.keyword, 1);
            case 11: return range(signals::behaviour_pages_viewed, pages_viewed, 4);
            default: return range(signals::behaviour_cart_value, cart_value, 25);
        }
    }
    static constexpr std::size_t usual_count = 13;

    // One of those with 2 to 7 values.
    Condition low_cardinality_test(std::size_t attribute) {
        switch (attribute) {
            case 0: return closed(signals::device_type, device_types, 2);
            case 1: return closed(signals::device_os, device_systems, 2);
            case 2: return closed(signals::device_browser, device_browsers, 2);
            case 3: return closed(signals::page_referrer, referrers, 2);
            case 4: return range(signals::time_weekday, weekdays, 2);
            case 5: return flag(signals::behaviour_returning);
            default: return flag(signals::behaviour_subscriber);
        }
    }
    static constexpr std::size_t low_cardinality_count = 7;

    // One of the ranges, about a third of what there is.
    Condition range_test(std::size_t attribute) {
        switch (attribute) {
            case 0: return range(signals::time_hour, hours, 7);
            case 1: return range(signals::time_weekday, weekdays, 2);
            case 2: return range(signals::behaviour_pages_viewed, pages_viewed, 16);
            case 3: return range(signals::behaviour_cart_value, cart_value, 160);
            case 4: return range(signals::behaviour_cart_items, cart_items, 7);
            case 5: return range(signals::behaviour_minutes_on_site, minutes_on_site, 40);
            case 6: return range(signals::behaviour_visits, visits, 65);
            default: return range(signals::behaviour_days_since_purchase, days_since_purchase, 120);
        }
    }
    static constexpr std::size_t range_count = 8;

    Condition rare_keyword() {
        const auto& keywords = values().keyword.texts;
        return wrap(signals::page_keywords,
                    {Operator::Kind::any_of, false, {keywords[below(chance_, keywords.size())]}, {}});
    }

  private:
    bool negated() { return chance_.share() < taste_.negated; }

    std::size_t values_wanted(bool is_negated, std::size_t at_most, std::size_t half) {
        if (!is_negated) { return 1 + below(chance_, at_most); }
        return taste_.few_when_negated ? 1 : half;
    }

    Condition listed(SignalId signal, const Ranked& all, std::size_t about) {
        Operator op;
        op.negated = negated();
        const std::size_t wanted = values_wanted(op.negated, 2 * about, 8);
        for (std::size_t i = 0; i < wanted; ++i) { op.texts.push_back(all.draw(chance_)); }
        std::sort(op.texts.begin(), op.texts.end());
        op.texts.erase(std::unique(op.texts.begin(), op.texts.end()), op.texts.end());
        return wrap(signal, std::move(op));
    }

    template <std::size_t count>
    Condition closed(SignalId signal, const std::array<std::string_view, count>& all, std::size_t at_most) {
        Operator op;
        op.negated = negated();
        const std::size_t wanted = values_wanted(op.negated, at_most, count / 2);
        const std::size_t first = below(chance_, count);
        for (std::size_t i = 0; i < wanted; ++i) { op.texts.emplace_back(all[(first + i) % count]); }
        return wrap(signal, std::move(op));
    }

    Condition range(SignalId signal, Extent extent, double about) {
        const bool is_negated = negated();
        const double most = extent.max - extent.min;
        const double usual_width = std::floor(about * (0.5 + chance_.share()));
        const double width = is_negated && !taste_.few_when_negated ? std::floor(most / 2) : usual_width;
        const double start = extent.min + std::floor(chance_.share() * (most - width + 1));
        return wrap(signal, {Operator::Kind::within, is_negated, {}, {{start, start + width}}});
    }

    Condition flag(SignalId signal) {
        const double wanted = static_cast<double>(below(chance_, 2));
        return wrap(signal, {Operator::Kind::within, false, {}, {{wanted, wanted}}});
    }

    Chance& chance_;
    Taste taste_;
};

// Draws different attributes: a shuffle that is only done as far as it is asked.
class Deck {
  public:
    Deck(std::vector<std::size_t> cards, Chance& chance) : cards_(std::move(cards)), chance_(chance) {}
    std::size_t next() {
        std::swap(cards_[dealt_], cards_[dealt_ + below(chance_, cards_.size() - dealt_)]);
        return cards_[dealt_++];
    }
    void pass_over_first() { ++dealt_; }

  private:
    std::vector<std::size_t> cards_;
    Chance& chance_;
    std::size_t dealt_ = 0;
};

std::vector<std::size_t> counted(std::size_t count) {
    std::vector<std::size_t> numbers(count);
    for (std::size_t i = 0; i < count; ++i) { numbers[i] = i; }
    return numbers;
}

class RuleMaker {
  public:
    RuleMaker(Kind kind, std::uint64_t seed)
        : kind_(kind), chance_(mix64(seed)), tests_(chance_, kind == Kind::all_negated ? inverted : usual) {}

    Rule make(std::size_t number) {
        Rule rule;
        rule.id = numbered("rule", number);
        rule.slots = {static_cast<SlotId>(below(chance_, workload_slots))};
        rule.show = {{static_cast<ContentId>(number), 1}};
        const bool flat = kind_ == Kind::flat;
        rule.priority = flat ? 0 : static_cast<std::int32_t>(chance_.next() >> 40);
        rule.weight = flat ? 1 + static_cast<double>(below(chance_, 100)) : 1;
        rule.when.kind = Condition::Kind::all;
        rule.when.children = make_tests();
        return rule;
    }

  private:
    std::vector<Condition> make_tests() {
        switch (kind_) {
            case Kind::dense:
            case Kind::flat:
            case Kind::all_negated: return usual_tests();
            case Kind::sparse: return sparse_tests();
            case Kind::none: return hopeless_tests();
            case Kind::low_cardinality: return low_cardinality_tests();
            case Kind::heavy_any: return nested_tests();
            case Kind::all_range: return range_tests();
        }
        return {};
    }

    // 2 to 6, 4.8 on average.
    std::size_t tests_wanted() {
        constexpr std::array<std::size_t, 10> counts{2, 3, 4, 5, 5, 5, 6, 6, 6, 6};
        return counts[below(chance_, counts.size())];
    }

    // Keywords first: a sparse rule has dealt with them.
    Deck usual_deck() { return Deck({10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12}, chance_); }

    std::vector<Condition> usual_tests() {
        std::vector<Condition> tests;
        const std::size_t wanted = tests_wanted();
        for (Deck deck = usual_deck(); tests.size() < wanted;) {
            tests.push_back(tests_.usual_test(deck.next()));
        }
        return tests;
    }

    std::vector<Condition> sparse_tests() {
        const std::size_t wanted = tests_wanted();
        std::vector<Condition> tests{tests_.rare_keyword()};
        Deck deck = usual_deck();
        deck.pass_over_first();
        while (tests.size() < wanted) { tests.push_back(tests_.usual_test(deck.next())); }
        return tests;
    }

    std::vector<Condition> hopeless_tests() {
        std::vector<Condition> tests = usual_tests();
        tests.push_back(wrap(signals::page_type, {Operator::Kind::any_of, false, {"never"}, {}}));
        return tests;
    }

    std::vector<Condition> low_cardinality_tests() {
        std::vector<Condition> tests;
        const std::size_t wanted = tests_wanted();
        for (Deck deck(counted(TestMaker::low_cardinality_count), chance_); tests.size() < wanted;) {
            tests.push_back(tests_.low_cardinality_test(deck.next()));
        }
        return tests;
    }

    std::vector<Condition> range_tests() {
        std::vector<Condition> tests;
        const std::size_t wanted = tests_wanted();
        for (Deck deck(counted(TestMaker::range_count), chance_); tests.size() < wanted;) {
            tests.push_back(tests_.range_test(deck.next()));
        }
        return tests;
    }

    // T and (T or T or (T and T)) and …: one or two such lists; each test is of an attribute of its own.
    std::vector<Condition> nested_tests() {
        Deck deck = usual_deck();
        std::vector<Condition> tests{tests_.usual_test(deck.next())};
        const std::size_t lists = 1 + below(chance_, 2);
        for (std::size_t i = 0; i < lists; ++i) {
            std::vector<Condition> alternatives;
            alternatives.push_back(tests_.usual_test(deck.next()));
            alternatives.push_back(tests_.usual_test(deck.next()));
            std::vector<Condition> both{tests_.usual_test(deck.next()), tests_.usual_test(deck.next())};
            alternatives.push_back(group(Condition::Kind::all, std::move(both)));
            tests.push_back(group(Condition::Kind::any, std::move(alternatives)));
        }
        return tests;
    }

    Kind kind_;
    Chance chance_;
    TestMaker tests_;
};

constexpr std::array<std::string_view, all_kinds.size()> kind_names{
    "dense", "sparse", "flat", "none", "low-cardinality", "heavy-any", "all-negated", "all-range"};

}  // namespace

std::string_view name_of(Kind kind) {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::optional<Kind> find_kind(std::string_view name) {
    for (const Kind kind : all_kinds) {
        if (name_of(kind) == name) { return kind; }
    }
    return std::nullopt;
}

RuleSet make_rule_set(Kind kind, std::size_t rules, std::uint64_t seed) {
    RuleSet set;
    set.revision = numbered(name_of(kind), rules);
    set.files = {"workload.yaml"};
    for (std::size_t i = 0; i < workload_slots; ++i) {
        set.slots.push_back({numbered("slot", i), {}, 1, {}, {}});
    }
    RuleMaker maker(kind, seed);
    set.rules.reserve(rules);
    set.contents.reserve(rules);
    for (std::size_t i = 0; i < rules; ++i) {
        set.contents.push_back({numbered("content", i), "{}", {}, {}, {}});
        set.rules.push_back(maker.make(i));
    }
    return set;
}

}  // namespace passerby::bench
