// Visitors before a crowd, and whether what is drawn there follows the weights.
#pragma once

#include <map>

#include "tests/engine/index_set.hpp"

namespace passerby::engine::testing {

// Where χ² of so many degrees of freedom lies once in a million times (Wilson and Hilferty, 1931).
inline double chi_square_bound(std::size_t freedom) {
    const double spread = 2.0 / (9.0 * static_cast<double>(freedom));
    return static_cast<double>(freedom) * std::pow(1 - spread + 4.7534 * std::sqrt(spread), 3);
}

// Rules of one priority by three neighbouring topics each and one of two sections. A visitor of eight
// neighbouring topics matches about forty; most of those stand in two or three of the clusters looked into.
class Crowded : public ::testing::TestWithParam<IndexShape> {
  protected:
    static constexpr int rules = 1'100, topics = 120;

    Crowded() { set_.slots.push_back({"hero", {}, 1, {}, {}}); }

    // Each rule shows a content of its own.
    RuleId add(Condition when, std::int32_t priority, double weight) {
        Rule rule;
        const auto id = static_cast<RuleId>(set_.rules.size());
        rule.id = "rule" + std::to_string(id);
        rule.slots = {0};
        rule.when = std::move(when);
        rule.show = {{id, 1}};
        rule.priority = priority;
        rule.weight = weight;
        set_.contents.push_back({rule.id, "{}", {}, {}, {}});
        set_.rules.push_back(std::move(rule));
        return id;
    }
    void add_crowd(std::int32_t priority) {
        for (int i = 0; i < rules; ++i) {
            const std::vector<std::string> three{topic(i * 7), topic(i * 7 + 1), topic(i * 7 + 2)};
            add(all({is(signals::page_topics, three), is(signals::page_section, {i % 2 == 0 ? "s0" : "s1"})}),
                priority, 1 + i * 37 % 100);
        }
    }
    static std::string topic(int number) { return "t" + std::to_string(number % topics); }

    void visit(std::vector<std::string> said) {
        index_ = compile(set_, GetParam());
        said_ = std::move(said);
        members_.assign(said_.begin(), said_.end());
        signals_.start(index_->vocabulary());
        signals_.offer(signals::page_topics, std::span<const std::string_view>(members_));
        signals_.offer(signals::page_section, std::string_view("s0"));
    }
    void visit_eight_topics() { visit(named("t", 8)); }

    Context context() const { return gate_.admit(signals_, {}, an_afternoon, std::nullopt); }
    std::vector<RuleId> matches(std::int32_t priority) {
        std::vector<RuleId> found;
        for (const RuleId rule : find_matches(*index_, context(), 0, scratch_)) {
            if (set_.rules[rule].priority == priority) { found.push_back(rule); }
        }
        return found;
    }
    Decision decide(Chance& chance) {
        return engine::decide(*index_, context(), {slots_, excluded_, bucket_, false}, chance, scratch_);
    }
    std::span<const Choice> choices(Chance& chance) { return decide(chance).slots.front().choices; }

    // Draws without end of the candidates, by their weights, or with what probabilities they should come.
    void expect_fair(const std::map<RuleId, double>& shares, const std::map<RuleId, int>& drawn, int draws) {
        double chi_square = 0;
        int counted = 0;
        for (const auto& [rule, share] : shares) {
            const auto at = drawn.find(rule);
            const int times = at == drawn.end() ? 0 : at->second;
            const double awaited = share * draws;
            ASSERT_GT(awaited, 5) << "too few draws to tell";
            chi_square += (times - awaited) * (times - awaited) / awaited;
            counted += times;
        }
        EXPECT_EQ(counted, draws) << "something was drawn that must not be";
        EXPECT_LT(chi_square, chi_square_bound(shares.size() - 1));
    }
    std::map<RuleId, double> shares_of(const std::vector<RuleId>& candidates) const {
        double sum = 0;
        for (const RuleId rule : candidates) { sum += set_.rules[rule].weight; }
        std::map<RuleId, double> shares;
        for (const RuleId rule : candidates) { shares[rule] = set_.rules[rule].weight / sum; }
        return shares;
    }
    // How many numbers a decision took: two for each rule that it looked at, where it drew without listing.
    std::uint64_t numbers_taken(std::uint64_t seed, Chance after) const {
        const std::uint64_t next = after.next();
        Chance again(seed);
        std::uint64_t taken = 0;
        while (again.next() != next) { ++taken; }
        return taken;
    }

    RuleSet set_;
    std::shared_ptr<const RuleIndex> index_;
    std::vector<std::string> said_;
    std::vector<std::string_view> members_;
    Signals signals_;
    ConsentGate gate_{ConsentPolicy{}};
    Scratch scratch_;
    std::vector<SlotId> slots_{0};
    std::vector<ContentId> excluded_;
    std::optional<std::uint8_t> bucket_;
};

}  // namespace passerby::engine::testing
