// Draws: exact shares over the hundred buckets, independence of one rule's split from another's, and chance
// that follows the weights. The statistical bounds are so wide that with the fixed seeds only a mistake
// passes them.
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <map>
#include <numeric>

#include "tests/property/random.hpp"
#include "tests/property/subject.hpp"

namespace passerby::property {
namespace {

using reference::Tree;

// A rule of one slot that shows these contents by these weights.
struct Split {
    std::string rule, slot;
    std::vector<std::pair<std::string, double>> variants;
    double weight = 1;
};

std::string yaml_of(const std::vector<Split>& splits) {
    std::set<std::string> slots, contents;
    std::string rules;
    for (const Split& split : splits) {
        slots.insert(split.slot);
        rules += "  - id: " + split.rule + "\n    slot: " + split.slot +
                 "\n    weight: " + std::to_string(split.weight) + "\n    show:\n";
        for (const auto& [content, weight] : split.variants) {
            contents.insert(content);
            rules += "      - {content: " + content + ", weight: " + std::to_string(weight) + "}\n";
        }
    }
    std::string text = "slots:\n";
    for (const std::string& slot : slots) { text += "  " + slot + ": {}\n"; }
    text += "content:\n";
    for (const std::string& content : contents) { text += "  " + content + ": {data: {}}\n"; }
    return text + "rules:\n" + rules;
}

// Asks the same rules again and again.
class Asker {
  public:
    explicit Asker(const std::vector<Split>& splits) : subject_({{"rules.yaml", yaml_of(splits)}}) {
        EXPECT_TRUE(subject_.ready()) << subject_.refusal();
        for (const Split& split : splits) { slots_.insert(split.slot); }
    }

    // The first choice of each slot, in the order of the slots' names.
    std::vector<reference::Choice> with_bucket(int bucket, const std::string& excluded = "") {
        return ask({{"bucket", Tree::literal(std::to_string(bucket))}}, excluded, 1);
    }
    std::vector<reference::Choice> by_chance(std::uint64_t seed) { return ask({}, "", seed); }

  private:
    std::vector<reference::Choice> ask(std::vector<std::pair<std::string, Tree>> members,
                                       const std::string& excluded, std::uint64_t seed) {
        std::vector<Tree> slots;
        for (const std::string& slot : slots_) { slots.push_back(Tree::word(slot)); }
        members.emplace_back("slots", Tree::list(std::move(slots)));
        if (!excluded.empty()) { members.emplace_back("exclude", Tree::list({Tree::word(excluded)})); }
        Case request;
        request.request = Tree::map(std::move(members));
        std::vector<reference::Choice> choices;
        for (const auto& slot : subject_.answer(request, {.seed = seed}).slots) {
            choices.push_back(slot.choices.at(0));
        }
        return choices;
    }

    Subject subject_;
    std::set<std::string> slots_;
};

double total(const Split& split) {
    return std::accumulate(split.variants.begin(), split.variants.end(), 0.0,
                           [](double sum, const auto& variant) { return sum + variant.second; });
}

std::string some_id(Random& random) {
    return "r" + std::to_string(random.next() % 1'000'000'007);
}

Split some_split(Random& random, const std::string& slot) {
    Split split{some_id(random), slot, {}, 1};
    for (int i = 0, n = random.between(2, 6); i < n; ++i) {
        split.variants.emplace_back(slot + "-" + std::to_string(i),
                                    random.pick({1.0, 1.0, 2.0, 3.0, 0.5, 10.0, 33.3, 70.0}));
    }
    return split;
}

// How far counts lie from what weights promise, in the measure whose usual value is the number of classes.
double chi_square(const std::vector<double>& counts, const std::vector<double>& weights) {
    const double drawn = std::accumulate(counts.begin(), counts.end(), 0.0);
    const double weight = std::accumulate(weights.begin(), weights.end(), 0.0);
    double distance = 0;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        const double expected = drawn * weights[i] / weight;
        distance += (counts[i] - expected) * (counts[i] - expected) / expected;
    }
    return distance;
}

constexpr double chi_square_max = 40;  // of at most six classes: less than one in a million by luck

TEST(Shares, EachSplitIsExactOverTheBuckets) {
    Random random(1);
    for (int i = 0; i < 150; ++i) {
        const Split split = some_split(random, "hero");
        Asker asker({split});
        std::map<std::string, int> counts;
        for (int bucket = 0; bucket < 100; ++bucket) { ++counts[asker.with_bucket(bucket).at(0).content]; }
        // The largest remainders get the buckets that whole shares leave over.
        double least_raised = 2, most_left = -1;
        for (const auto& [content, weight] : split.variants) {
            const double share = 100 * weight / total(split), remainder = share - std::floor(share);
            const double raised = counts[content] - std::floor(share);
            ASSERT_TRUE(raised == 0 || raised == 1) << content << " of " << yaml_of({split});
            (raised == 1 ? least_raised : most_left) =
                raised == 1 ? std::min(least_raised, remainder) : std::max(most_left, remainder);
        }
        EXPECT_GE(least_raised + 1e-6, most_left) << yaml_of({split});
    }
}

TEST(Shares, SplitsOfTwoRulesAreIndependent) {
    Random random(2);
    constexpr int pairs = 200;
    double joint_sum = 0;
    for (int i = 0; i < pairs; ++i) {
        const Split one{some_id(random), "a", {{"a-0", 1}, {"a-1", 1}}, 1};
        const Split other{some_id(random), "b", {{"b-0", 1}, {"b-1", 1}}, 1};
        Asker asker({one, other});
        int joint = 0;
        for (int bucket = 0; bucket < 100; ++bucket) {
            const auto choices = asker.with_bucket(bucket);
            joint += choices.at(0).content == "a-0" && choices.at(1).content == "b-0" ? 1 : 0;
        }
        // Two random halves of a hundred share 25, give or take 2.5.
        EXPECT_NEAR(joint, 25, 15) << one.rule << " and " << other.rule;
        joint_sum += joint;
    }
    EXPECT_NEAR(joint_sum / pairs, 25, 0.9);
}

TEST(Shares, WhoeverHadDrawnAnotherVariantKeepsIt) {
    Random random(3);
    for (int i = 0; i < 60; ++i) {
        const Split split = some_split(random, "hero");
        Asker asker({split});
        const std::string gone = random.pick(split.variants).first;
        for (int bucket = 0; bucket < 100; ++bucket) {
            const std::string before = asker.with_bucket(bucket).at(0).content;
            const std::string after = asker.with_bucket(bucket, gone).at(0).content;
            EXPECT_NE(after, gone);
            if (before != gone) { EXPECT_EQ(after, before) << split.rule << " bucket " << bucket; }
        }
    }
}

TEST(Shares, WhatATakenVariantLeavesFollowsTheWeightsOfTheRest) {
    Random random(4);
    std::vector<double> counts(2);
    for (int i = 0; i < 200; ++i) {
        const Split split{some_id(random), "hero", {{"gone", 2}, {"one", 1}, {"three", 3}}, 1};
        Asker asker({split});
        for (int bucket = 0; bucket < 100; ++bucket) {
            if (asker.with_bucket(bucket).at(0).content != "gone") { continue; }
            counts[asker.with_bucket(bucket, "gone").at(0).content == "three" ? 1 : 0] += 1;
        }
    }
    EXPECT_LT(chi_square(counts, {1, 3}), chi_square_max) << counts[0] << " : " << counts[1];
}

// Three rules of one priority; the first two split in halves. What a bucket draws between them goes by the
// slot: in slots of one name all sets would draw alike.
std::vector<Split> equals(Random& random) {
    const std::string slot = some_id(random);
    return {{some_id(random), slot, {{"a-0", 1}, {"a-1", 1}}, 1},
            {some_id(random), slot, {{"b-0", 1}, {"b-1", 1}}, 2},
            {some_id(random), slot, {{"c", 1}}, 3}};
}
const std::vector<std::string> outcomes = {"a-0", "a-1", "b-0", "b-1", "c"};
const std::vector<double> outcome_weights = {0.5, 0.5, 1, 1, 3};

std::size_t outcome_of(const std::vector<reference::Choice>& choices) {
    const auto found = std::find(outcomes.begin(), outcomes.end(), choices.at(0).content);
    return static_cast<std::size_t>(found - outcomes.begin());
}

TEST(Shares, ChanceFollowsTheWeightsOfEqualRulesAndOfTheirSplits) {
    Random random(5);
    std::vector<double> counts(outcomes.size());
    Asker asker(equals(random));
    for (std::uint64_t seed = 0; seed < 20'000; ++seed) { counts[outcome_of(asker.by_chance(seed))] += 1; }
    EXPECT_LT(chi_square(counts, outcome_weights), chi_square_max);
}

TEST(Shares, BucketsFollowTheWeightsOfEqualRulesAndOfTheirSplits) {
    Random random(6);
    std::vector<double> counts(outcomes.size());
    for (int i = 0; i < 200; ++i) {
        Asker asker(equals(random));
        for (int bucket = 0; bucket < 100; ++bucket) { counts[outcome_of(asker.with_bucket(bucket))] += 1; }
    }
    EXPECT_LT(chi_square(counts, outcome_weights), chi_square_max);
}

}  // namespace
}  // namespace passerby::property
