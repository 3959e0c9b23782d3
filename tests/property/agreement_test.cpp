// The engine against the oracle: random rule sets, random requests, no difference allowed.
//
//   PASSERBY_PAIRS=100000 build/release/tests/property/property_test --gtest_filter='Agreement*'
#include "tests/property/agreement.hpp"

#include <gtest/gtest.h>

#include "tests/property/runs.hpp"

namespace passerby::property {
namespace {

TEST(Agreement, EngineAndOracleSayTheSame) {
    std::size_t slots = 0, filled = 0;
    hold(
        [&](Sides& sides, const Case& request) {
            for (const auto& slot : sides.product.answer(request).slots) {
                ++slots;
                filled += slot.choices.empty() ? 0 : 1;
            }
            return disagreement(sides, request);
        },
        pairs_of_a_normal_run);
    EXPECT_GT(filled, slots / 4) << "the generators have drifted: too little is ever shown";
    EXPECT_LT(filled, slots) << "the generators have drifted: nothing is ever withheld from showing";
}

// Enough rules in one slot for every structure that an index keeps for many, and for their seams.
TEST(Agreement, EngineAndOracleSayTheSameOfManyRules) {
    hold(disagreement, 64, {.min = 400, .max = 2'500});
}

}  // namespace
}  // namespace passerby::property
