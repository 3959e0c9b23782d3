// Rule sets from luck, of every size at which a block, a head or a cluster begins anew.
#include <gtest/gtest.h>

#include "tests/engine/any_rules.hpp"
#include "tests/engine/every_rule.hpp"

namespace passerby::engine::testing {
namespace {

class OfSize : public ::testing::TestWithParam<std::size_t> {};

TEST_P(OfSize, TheIndexSaysWhatEveryRuleSays) {
    const std::size_t rules = GetParam();
    const std::uint64_t seeds = rules < 200 ? 4 : 2;
    std::size_t matched = 0, pairs = 0;
    for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
        Dice dice(rules * 1'000 + seed);
        AnyRules any(dice);
        any.add_rules(rules);
        Moments moments = any.moments();
        Agreement agreement(any.set());
        EXPECT_EQ(agreement.difference(moments, rules < 200 ? 200 : 100), "") << "seed " << seed;
        matched += agreement.matched();
        pairs += agreement.pairs();
    }
    EXPECT_EQ(matched > 0, rules > 0);
    RecordProperty("pairs", std::to_string(pairs));
}

INSTANTIATE_TEST_SUITE_P(Index, OfSize,
                         ::testing::Values(0, 1, 2, 3, 4, 5, 9, 20, 63, 64, 65, 127, 128, 129, 255, 256, 257,
                                           511, 512, 513, 1'023, 1'024, 1'025));

}  // namespace
}  // namespace passerby::engine::testing
