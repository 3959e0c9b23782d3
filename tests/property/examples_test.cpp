// The shipped examples, asked what real pages would ask: engine and oracle must agree on them as well.
#include <gtest/gtest.h>

#include <fstream>

#include "tests/property/agreement.hpp"
#include "tests/property/named_case.hpp"

namespace passerby::property {
namespace {

constexpr const char* root = PASSERBY_SOURCE_DIR;

// Moments with something on: a market opens, lunch, Friday's sale, the match, a night, a Sunday evening.
constexpr const char* moments_of_a_week[] = {"2026-11-16T08:00:00Z", "2026-11-17T12:15:00Z",
                                             "2026-11-20T19:30:00Z", "2026-11-21T15:00:00Z",
                                             "2026-11-21T23:40:00Z", "2026-11-22T18:00:00Z"};

class Example : public ::testing::TestWithParam<const char*> {};

TEST_P(Example, EngineAndOracleSayTheSame) {
    const std::filesystem::path folder = std::filesystem::path(root) / "rules/examples" / GetParam();
    Case example{read_rule_folder(folder), {}, {}, {}, 0};
    Sides sides(example);
    ASSERT_TRUE(sides.product.ready()) << sides.product.refusal();
    std::ifstream requests(std::filesystem::path(root) / "bench/requests" /
                           (GetParam() + std::string(".jsonl")));
    std::size_t asked = 0;
    for (std::string line; std::getline(requests, line); ++asked) {
        example.request = reference::read_json(line).value();
        const auto written = reference::read_time(moments_of_a_week[asked % std::size(moments_of_a_week)]);
        example.now = reference::Instant{written->local.time_since_epoch()};
        ASSERT_EQ(disagreement(sides, example), "") << line;
    }
    EXPECT_EQ(asked, 1'000U);
}

INSTANTIATE_TEST_SUITE_P(Shipped, Example, ::testing::Values("news", "shop"));

}  // namespace
}  // namespace passerby::property
